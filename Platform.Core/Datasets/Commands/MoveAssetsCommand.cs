using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Commands;

/// <summary>Puts chosen assets of a draft into a split by hand.</summary>
public sealed class MoveAssetsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, SplitKind split, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var known = await db.Assets.Where(asset => asset.DatasetVersionId == versionId).Select(asset => asset.Id).ToHashSetAsync(cancellationToken);
                var wanted = assetIds.ToHashSet();
                foreach (var stranger in wanted.Where(id => !known.Contains(id)).Take(1))
                {
                    throw new NotFoundException("asset of this version", stranger);
                }

                var splits = await DatasetAccess.SplitsAsync(db, versionId, cancellationToken);
                await SplitMoves.MoveAsync(db, wanted, splits[split].Id, cancellationToken);
            },
            cancellationToken);
    }
}
