using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.Projects.Queries;

/// <summary>The pictures that stand for a project.</summary>
public sealed class ProjectCoverQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public const int PicturesOfAProject = 4;

    /// <summary>The first assets of each visible project's newest version that holds any; projects without assets are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var covers = new Dictionary<Guid, IReadOnlyList<Guid>>();
        foreach (var projectId in await db.VisibleProjects(actor).Select(project => project.Id).ToListAsync(cancellationToken))
        {
            var newest = await (from version in db.DatasetVersions
                                join dataset in db.Datasets on version.DatasetId equals dataset.Id
                                where dataset.ProjectId == projectId && db.Assets.Any(asset => asset.DatasetVersionId == version.Id)
                                orderby version.Id descending
                                select (Guid?)version.Id).FirstOrDefaultAsync(cancellationToken);
            if (newest is not null)
            {
                covers[projectId] = await db.Assets.Where(asset => asset.DatasetVersionId == newest)
                    .OrderBy(asset => asset.Id).Select(asset => asset.Id).Take(PicturesOfAProject).ToListAsync(cancellationToken);
            }
        }

        return covers;
    }
}
