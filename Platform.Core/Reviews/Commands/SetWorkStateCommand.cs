using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Reviews.Commands;

/// <summary>
/// Says where the label work on assets of a draft stands. Labellers begin, finish and reopen; only reviewers accept and reject, and a
/// rejection tells why: by a comment given with it, or by one that is open on the asset.
/// </summary>
public sealed class SetWorkStateCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const int AssetsAtOnce = 500;

    /// <param name="revision">The asset's revision that the actor looked at; null judges whatever stands.</param>
    public async Task<AssetWork> ExecuteAsync(Actor actor, Guid assetId, WorkState state, NewComment? comment, long? revision, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                var (asset, scope) = await DatasetAccess.FindAssetAsync(db, actor, assetId, PermissionFor(state), cancellationToken);
                scope.DemandDraft();
                await db.ShareDatasetVersionAsync(scope.Version.Id, cancellationToken);
                var judged = db.Assets.Where(row => row.Id == assetId && (revision == null || row.Revision == revision));
                if (await SetAsync(judged, actor, state, cancellationToken) == 0)
                {
                    throw new ConflictException("work.stale", "Somebody changed shapes of this image since you loaded it. Look at it again before you judge it.");
                }

                await CountAsync(db, actor, scope.Version.Id, state, 1, cancellationToken);
                await CommentAsync(db, actor, [asset], state, comment, cancellationToken);
                return (await AssetWorkReader.ReadAsync(db, assetId, cancellationToken)).Work;
            },
            cancellationToken);
    }

    /// <summary>The same for many assets of one version, wholly or not at all.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, WorkState state, NewComment? comment, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, PermissionFor(state), cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var changed = 0;
                foreach (var ids in assetIds.Distinct().Chunk(AssetsAtOnce))
                {
                    var assets = await VersionAssets.FindAsync(db, versionId, ids, cancellationToken);
                    changed += await SetAsync(db.Assets.Where(asset => ids.Contains(asset.Id)), actor, state, cancellationToken);
                    await CommentAsync(db, actor, assets, state, comment is null ? null : comment with { Id = null }, cancellationToken);
                }

                await CountAsync(db, actor, versionId, state, changed, cancellationToken);
                return changed;
            },
            cancellationToken);
    }

    private Task CountAsync(PlatformDbContext db, Actor actor, Guid versionId, WorkState state, int images, CancellationToken cancellationToken) =>
        state == WorkState.Done && images > 0 ? LabelDays.AddAsync(db, actor, versionId, new LabelEffort(ImagesDone: images), time, cancellationToken) : Task.CompletedTask;

    private static Permission PermissionFor(WorkState state) => state is WorkState.Accepted or WorkState.Rejected ? Permission.Review : Permission.Annotate;

    // Who begins or finishes what nobody has taken, has taken it.
    private static Task<int> SetAsync(IQueryable<Asset> assets, Actor actor, WorkState state, CancellationToken cancellationToken) => state is WorkState.InProgress or WorkState.Done
        ? assets.ExecuteUpdateAsync(set => set.SetProperty(asset => asset.WorkState, state).SetProperty(asset => asset.AssigneeId, asset => asset.AssigneeId ?? actor.UserId), cancellationToken)
        : assets.ExecuteUpdateAsync(set => set.SetProperty(asset => asset.WorkState, state), cancellationToken);

    private async Task CommentAsync(PlatformDbContext db, Actor actor, IReadOnlyList<Asset> assets, WorkState state, NewComment? comment, CancellationToken cancellationToken)
    {
        if (comment is not null)
        {
            foreach (var asset in assets)
            {
                await CommentRules.AddAsync(db, comment, asset, actor.UserId, time, cancellationToken);
            }
        }
        else if (state == WorkState.Rejected)
        {
            var ids = assets.Select(asset => asset.Id).ToList();
            var explained = await db.ReviewComments.Where(row => ids.Contains(row.AssetId) && row.ResolvedAt == null).Select(row => row.AssetId).Distinct().CountAsync(cancellationToken);
            if (explained < ids.Count)
            {
                throw new DomainRuleException("work.comment_needed", "Say what is to be changed: write a comment, or pin one to the image, and then reject it.");
            }
        }
    }
}
