using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Queries;

/// <summary>The queue of label work on a version.</summary>
public sealed class WorkQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<WorkCounts> CountAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var assets = db.Assets.Where(asset => asset.DatasetVersionId == versionId);
        var counts = await assets.GroupBy(asset => asset.WorkState).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new WorkCounts(
            counts.GetValueOrDefault(WorkState.Unlabelled),
            counts.GetValueOrDefault(WorkState.InProgress),
            counts.GetValueOrDefault(WorkState.Done),
            counts.GetValueOrDefault(WorkState.Accepted),
            counts.GetValueOrDefault(WorkState.Rejected),
            await assets.CountAsync(asset => asset.AssigneeId == actor.UserId && AssetFilter.OpenStates.Contains(asset.WorkState), cancellationToken),
            await assets.CountAsync(asset => db.Annotations.Any(shape => shape.AssetId == asset.Id && shape.ReviewState == ReviewState.Pending), cancellationToken),
            await db.ReviewComments.CountAsync(comment => comment.ResolvedAt == null && assets.Any(asset => asset.Id == comment.AssetId), cancellationToken));
    }

    /// <summary>
    /// The image to work on after one: the next of the queue behind its place, from the queue's beginning when its end is reached. A filter
    /// that names no state or person means what is open and free for the actor.
    /// </summary>
    /// <param name="assetId">The image just worked on; null for the queue's first.</param>
    /// <param name="after">Its <see cref="AssetNeighbours.Cursor"/> from when it was opened, since work moves it in an order by confidence; null takes its place of now.</param>
    /// <returns>Null when nothing is left to do.</returns>
    public async Task<Guid?> GetNextInQueueAsync(Actor actor, Guid versionId, Guid? assetId, AssetFilter filter, string? after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var queue = filter with { WorkStates = filter.WorkStates ?? AssetFilter.OpenStates, Assignee = filter.Assignee ?? FreeFor(actor, filter) };
        var others = db.AssetsUnder(versionId, queue).Where(asset => asset.Id != assetId);
        if (assetId is { } id)
        {
            var place = string.IsNullOrEmpty(after) ? await AssetPlace.OfAsync(db, versionId, id, filter.Order, cancellationToken) : AssetPlace.Parse(after, filter.Order);
            if (await FirstAsync(AssetPlace.After(db, versionId, others, filter.Order, place), cancellationToken) is { } next)
            {
                return next;
            }
        }

        return await FirstAsync(AssetPlace.After(db, versionId, others, filter.Order, null), cancellationToken);
    }

    /// <summary>As above, in the version of the image.</summary>
    public async Task<Guid?> GetNextInQueueAsync(Actor actor, Guid assetId, AssetFilter filter, string? after, CancellationToken cancellationToken)
    {
        Guid versionId;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            versionId = (await db.AssetForAsync(actor, assetId, Permission.ViewProject, cancellationToken)).DatasetVersionId;
        }

        return await GetNextInQueueAsync(actor, versionId, assetId, filter, after, cancellationToken);
    }

    /// <summary>How far the assets under a filter are, whatever it says of states: those of the image's version.</summary>
    public async Task<QueueProgress> GetProgressAsync(Actor actor, Guid assetId, AssetFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var asset = await db.AssetForAsync(actor, assetId, Permission.ViewProject, cancellationToken);
        var assets = db.AssetsUnder(asset.DatasetVersionId, filter with { WorkStates = null });
        var total = await assets.CountAsync(cancellationToken);
        return new QueueProgress(total - await assets.CountAsync(row => row.WorkState == WorkState.Unlabelled, cancellationToken), total);
    }

    /// <summary>What has changed on an asset, for those who have it open and ask often.</summary>
    public async Task<AssetPulse> GetPulseAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.AssetForAsync(actor, assetId, Permission.ViewProject, cancellationToken);
        var (revision, work) = await AssetWorkReader.ReadAsync(db, assetId, cancellationToken);
        return new AssetPulse(revision, work, await db.ReviewComments.CountAsync(comment => comment.AssetId == assetId && comment.ResolvedAt == null, cancellationToken));
    }

    /// <summary>People who may be given assets of the version.</summary>
    public async Task<IReadOnlyList<Person>> ListAssigneesAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await db.Users.Where(user => user.IsActive && user.DepartmentId == scope.DepartmentId).OrderBy(user => user.Name).ThenBy(user => user.Id)
            .Select(user => new Person(user.Id, user.Name)).ToListAsync(cancellationToken);
    }

    // A reviewer's queue is of finished work, whoever did it.
    private static AssigneeFilter? FreeFor(Actor actor, AssetFilter filter) => filter.WorkStates is null ? new AssigneeFilter(actor.UserId, OrNobody: true) : null;

    private static Task<Guid?> FirstAsync(IQueryable<AssetPlace.PlacedAsset> places, CancellationToken cancellationToken) => places.Select(place => (Guid?)place.Id).FirstOrDefaultAsync(cancellationToken);
}
