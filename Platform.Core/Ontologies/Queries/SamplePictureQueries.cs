using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;

namespace Platform.Core.Ontologies.Queries;

/// <summary>An image to lay a skeleton out on.</summary>
public sealed record SamplePicture(Guid AssetId, string FileName, string DatasetName);

/// <summary>Finds images of a project's datasets, a few of each, so that there is something to choose from.</summary>
public sealed class SamplePictureQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    // Versions copied from each other hold the same images; a few more rows than wanted nearly always suffice.
    private const int SpareRows = 4;

    /// <returns>At most <paramref name="count"/>, the newest of each dataset in turn; no image twice.</returns>
    public async Task<IReadOnlyList<SamplePicture>> ListAsync(Actor actor, Guid projectId, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        var datasets = await db.Datasets.Where(dataset => dataset.ProjectId == projectId).OrderBy(dataset => dataset.Name).Select(dataset => new { dataset.Id, dataset.Name }).ToListAsync(cancellationToken);
        var turns = new List<(int Turn, string Sha256, SamplePicture Picture)>();
        foreach (var dataset in datasets.Take(count))
        {
            var rows = await (
                from asset in db.Assets
                join version in db.DatasetVersions on asset.DatasetVersionId equals version.Id
                where version.DatasetId == dataset.Id && asset.Type == AssetType.Image
                orderby asset.Id descending
                select new { asset.Id, asset.FileName, asset.Sha256 }).Take(count * SpareRows).ToListAsync(cancellationToken);
            turns.AddRange(rows.DistinctBy(row => row.Sha256).Take(count).Select((row, turn) => (turn, row.Sha256, new SamplePicture(row.Id, row.FileName, dataset.Name))));
        }

        return [.. turns.OrderBy(row => row.Turn).DistinctBy(row => row.Sha256).Take(count).Select(row => row.Picture)];
    }
}
