using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Assets.Commands;

/// <summary>Takes assets with their annotations and comments out of a draft. The stored bytes stay: other versions may share them, and an upload may be counting on them.</summary>
public sealed class DeleteAssetsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int IdsAtOnce = 500;

    /// <returns>Number of assets deleted; ids that are not in the version are passed over, so that a repeated request does no harm.</returns>
    public async Task<int> ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var deleted = 0;
                foreach (var ids in assetIds.Distinct().Chunk(IdsAtOnce))
                {
                    var assets = db.Assets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id));
                    await db.Annotations.Where(annotation => assets.Any(asset => asset.Id == annotation.AssetId)).ExecuteDeleteAsync(cancellationToken);
                    await db.ReviewComments.Where(comment => assets.Any(asset => asset.Id == comment.AssetId)).ExecuteDeleteAsync(cancellationToken);
                    deleted += await assets.ExecuteDeleteAsync(cancellationToken);
                }

                return deleted;
            },
            cancellationToken);
    }
}
