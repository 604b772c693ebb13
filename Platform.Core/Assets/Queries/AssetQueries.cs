using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Queries;

/// <summary>Assets for galleries and for the canvas. Ids are time-ordered, so the order of ids is that of upload.</summary>
public sealed class AssetQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public const int MaxPageSize = 500;

    /// <param name="after">The last page's <see cref="AssetPage.Next"/>; null for the first page.</param>
    public async Task<AssetPage> ListAsync(Actor actor, Guid versionId, AssetFilter filter, string? after, int pageSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        AssetPlace? from = string.IsNullOrEmpty(after) ? null : AssetPlace.Parse(after, filter.Order);
        var places = await AssetPlace.After(db, versionId, db.AssetsUnder(versionId, filter), filter.Order, from).Take(size + 1).ToListAsync(cancellationToken);
        var items = await ItemsAsync(db, [.. places.Take(size).Select(place => place.Id)], cancellationToken);
        return new AssetPage(items, places.Count > size ? places[size - 1].Place.ToText(filter.Order) : null);
    }

    /// <summary>Assets by their numbers in the filter's order, counted from 0: what a gallery shows of a list that it does not hold.</summary>
    public async Task<IReadOnlyList<AssetListItem>> ListWindowAsync(Actor actor, Guid versionId, AssetFilter filter, int start, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var ids = await AssetPlace.After(db, versionId, db.AssetsUnder(versionId, filter), filter.Order, null)
            .Skip(Math.Max(0, start)).Take(Math.Clamp(count, 0, MaxPageSize)).Select(asset => asset.Id).ToListAsync(cancellationToken);
        return await ItemsAsync(db, ids, cancellationToken);
    }

    /// <summary>All assets under a filter, for changes of them all: 16 bytes each.</summary>
    public async Task<IReadOnlyList<Guid>> ListIdsAsync(Actor actor, Guid versionId, AssetFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await db.AssetsUnder(versionId, filter).OrderBy(asset => asset.Id).Select(asset => asset.Id).ToListAsync(cancellationToken);
    }

    public async Task<int> CountAsync(Actor actor, Guid versionId, AssetFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await db.AssetsUnder(versionId, filter).CountAsync(cancellationToken);
    }

    public async Task<AssetDetails> GetAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, scope) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        var split = await db.DatasetSplits.Where(row => row.Id == asset.DatasetSplitId).Select(row => row.Split).SingleAsync(cancellationToken);
        var (revision, work) = await AssetWorkReader.ReadAsync(db, assetId, cancellationToken);
        return new AssetDetails(
            asset.Id, scope.Version.Id, scope.Dataset.Id, scope.Dataset.ProjectId, scope.Version.OntologyVersionId, asset.FileName, asset.Type, asset.StorageUri, asset.Sha256, asset.Bytes,
            asset.Width, asset.Height, split, asset.DurationMs, asset.Fps, asset.FrameCount, asset.Codec, asset.Exif, revision, scope.Version.IsFrozen, asset.CreatedAt,
            work.State, work.Assignee);
    }

    /// <summary>The images before and after one in the filter's order, for paging through them on the canvas.</summary>
    public async Task<AssetNeighbours> GetNeighboursAsync(Actor actor, Guid assetId, AssetFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, _) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        var assets = db.AssetsUnder(asset.DatasetVersionId, filter);
        var place = await AssetPlace.OfAsync(db, asset.DatasetVersionId, assetId, filter.Order, cancellationToken);
        var before = AssetPlace.Before(db, asset.DatasetVersionId, assets, filter.Order, place);
        var previous = await before.Select(id => (Guid?)id).FirstOrDefaultAsync(cancellationToken);
        var next = await AssetPlace.After(db, asset.DatasetVersionId, assets, filter.Order, place).Select(other => (Guid?)other.Id).FirstOrDefaultAsync(cancellationToken);
        var position = await assets.AnyAsync(row => row.Id == assetId, cancellationToken) ? await before.CountAsync(cancellationToken) + 1 : 0;
        return new AssetNeighbours(previous, next, position, await assets.CountAsync(cancellationToken), place.ToText(filter.Order));
    }

    /// <summary>An image with those around it in the filter's order; it stands among them even when the filter leaves it out.</summary>
    public async Task<IReadOnlyList<AssetListItem>> ListAroundAsync(Actor actor, Guid assetId, AssetFilter filter, int before, int after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var asset = await db.AssetForAsync(actor, assetId, Permission.ViewProject, cancellationToken);
        var assets = db.AssetsUnder(asset.DatasetVersionId, filter).Where(row => row.Id != assetId);
        var place = await AssetPlace.OfAsync(db, asset.DatasetVersionId, assetId, filter.Order, cancellationToken);
        var earlier = await AssetPlace.Before(db, asset.DatasetVersionId, assets, filter.Order, place).Take(before).ToListAsync(cancellationToken);
        var later = await AssetPlace.After(db, asset.DatasetVersionId, assets, filter.Order, place).Take(after).Select(row => row.Id).ToListAsync(cancellationToken);
        return await ItemsAsync(db, [.. earlier.AsEnumerable().Reverse(), assetId, .. later], cancellationToken);
    }

    private static async Task<List<AssetListItem>> ItemsAsync(PlatformDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await (
            from asset in db.Assets
            join split in db.DatasetSplits on asset.DatasetSplitId equals split.Id
            join user in db.Users on asset.AssigneeId equals user.Id into assignees
            from assignee in assignees.DefaultIfEmpty()
            join disagreement in db.ModelDisagreements on asset.Id equals disagreement.AssetId into disagreements
            from disagreement in disagreements.DefaultIfEmpty()
            where ids.Contains(asset.Id)
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
                asset.WorkState,
                assignee == null ? null : new Person(assignee.Id, assignee.Name),
                db.ReviewComments.Count(comment => comment.AssetId == asset.Id && comment.ResolvedAt == null),
                db.Annotations.Where(annotation => annotation.AssetId == asset.Id && annotation.ReviewState == ReviewState.Pending).Min(annotation => annotation.Confidence),
                asset.DurationMs,
                asset.Tags,
                disagreement == null ? null : new ModelsApart(disagreement.Apart, disagreement.Total)))
            .ToDictionaryAsync(item => item.Id, cancellationToken);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }
}
