using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Assets.Queries;

/// <summary>Assets for galleries and for the canvas. Ids are time-ordered, so pages by id are pages in the order of upload.</summary>
public sealed class AssetQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public const int MaxPageSize = 500;

    /// <param name="after">The last page's <see cref="AssetPage.Next"/>; null for the first page.</param>
    public async Task<AssetPage> ListAsync(Actor actor, Guid versionId, AssetFilter filter, Guid? after, int pageSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var assets = Filter(db, versionId, filter);
        if (after is { } cursor)
        {
            assets = assets.Where(asset => asset.Id > cursor);
        }

        var rows = await (
            from asset in assets.OrderBy(asset => asset.Id).Take(size + 1)
            join split in db.DatasetSplits on asset.DatasetSplitId equals split.Id
            orderby asset.Id
            select new AssetListItem(
                asset.Id,
                asset.FileName,
                asset.Type,
                asset.Width,
                asset.Height,
                split.Split,
                asset.Sha256,
                db.Annotations.Count(annotation => annotation.AssetId == asset.Id),
                db.Annotations.Count(annotation => annotation.AssetId == asset.Id && annotation.ReviewState == ReviewState.Pending),
                asset.Revision,
                asset.CreatedAt,
                asset.DurationMs)).ToListAsync(cancellationToken);
        return rows.Count > size ? new AssetPage(rows[..size], rows[size - 1].Id) : new AssetPage(rows, null);
    }

    public async Task<int> CountAsync(Actor actor, Guid versionId, AssetFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await Filter(db, versionId, filter).CountAsync(cancellationToken);
    }

    public async Task<AssetDetails> GetAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, scope) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        var split = await db.DatasetSplits.Where(row => row.Id == asset.DatasetSplitId).Select(row => row.Split).SingleAsync(cancellationToken);
        return new AssetDetails(
            asset.Id, scope.Version.Id, scope.Dataset.Id, scope.Dataset.ProjectId, scope.Version.OntologyVersionId, asset.FileName, asset.Type, asset.StorageUri, asset.Sha256, asset.Bytes,
            asset.Width, asset.Height, split, asset.DurationMs, asset.Fps, asset.FrameCount, asset.Codec, asset.Exif, asset.Revision, scope.Version.IsFrozen, asset.CreatedAt);
    }

    /// <summary>The images before and after one, for paging through them on the canvas.</summary>
    public async Task<AssetNeighbours> GetNeighboursAsync(Actor actor, Guid assetId, AssetFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, _) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        var assets = Filter(db, asset.DatasetVersionId, filter);
        var previous = await assets.Where(row => row.Id < assetId).OrderByDescending(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        var next = await assets.Where(row => row.Id > assetId).OrderBy(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        var position = await assets.AnyAsync(row => row.Id == assetId, cancellationToken) ? await assets.CountAsync(row => row.Id <= assetId, cancellationToken) : 0;
        return new AssetNeighbours(previous, next, position, await assets.CountAsync(cancellationToken));
    }

    private static IQueryable<Asset> Filter(PlatformDbContext db, Guid versionId, AssetFilter filter)
    {
        var assets = db.Assets.AsNoTracking().Where(asset => asset.DatasetVersionId == versionId);
        if (filter.Split is { } split)
        {
            assets = assets.Where(asset => db.DatasetSplits.Any(row => row.Id == asset.DatasetSplitId && row.Split == split));
        }

        if (filter.ClassId is { } classId)
        {
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id && annotation.LabelClassId == classId));
        }

        if (filter.HasAnnotations is { } has)
        {
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id) == has);
        }

        if (filter.ReviewState is { } state)
        {
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id && annotation.ReviewState == state));
        }

        if (filter.Type is { } type)
        {
            assets = assets.Where(asset => asset.Type == type);
        }

        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim().ToLowerInvariant();
            assets = assets.Where(asset => asset.FileName.ToLower().Contains(text));
        }

        return assets;
    }
}
