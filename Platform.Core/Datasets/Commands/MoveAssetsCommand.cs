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
    /// <returns>The assets that moved, by the splits that they came from: moved back there, all is as before.</returns>
    public async Task<IReadOnlyDictionary<SplitKind, IReadOnlyList<Guid>>> ExecuteAsync(
        Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, SplitKind split, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var splits = await DatasetAccess.SplitsAsync(db, versionId, cancellationToken);
                var kinds = splits.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
                var left = new List<(Guid Id, SplitKind From)>();
                foreach (var ids in assetIds.Distinct().Chunk(SplitMoves.IdsAtOnce))
                {
                    var known = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id))
                        .Select(asset => new { asset.Id, asset.DatasetSplitId }).ToListAsync(cancellationToken);
                    if (known.Count < ids.Length)
                    {
                        throw new NotFoundException("asset of this version", ids.Except(known.Select(asset => asset.Id)).First());
                    }

                    left.AddRange(known.Where(asset => kinds[asset.DatasetSplitId] != split).Select(asset => (asset.Id, kinds[asset.DatasetSplitId])));
                }

                await SplitMoves.MoveAsync(db, [.. left.Select(asset => asset.Id)], splits[split].Id, cancellationToken);
                return (IReadOnlyDictionary<SplitKind, IReadOnlyList<Guid>>)left.GroupBy(asset => asset.From, asset => asset.Id)
                    .ToDictionary(group => group.Key, group => (IReadOnlyList<Guid>)[.. group]);
            },
            cancellationToken);
    }
}
