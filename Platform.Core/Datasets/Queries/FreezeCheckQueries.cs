using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Datasets.Queries;

/// <summary>The checklist that the freeze page shows; the freeze itself checks again inside its transaction.</summary>
public sealed class FreezeCheckQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<FreezeCheck> CheckAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await CheckAsync(db, scope.Version, cancellationToken);
    }

    internal static async Task<FreezeCheck> CheckAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken)
    {
        var ontology = await db.OntologyVersions.AsNoTracking().SingleAsync(row => row.Id == version.OntologyVersionId, cancellationToken);
        var classCount = await db.LabelClasses.CountAsync(row => row.OntologyVersionId == ontology.Id, cancellationToken);
        var checklist = new FreezeChecklist(classCount, ontology.IsFrozen, ontology.VersionTag);
        await foreach (var asset in DatasetContent.ReadAsync(db, version, cancellationToken))
        {
            checklist.Add(asset);
        }

        return checklist.Finish();
    }
}
