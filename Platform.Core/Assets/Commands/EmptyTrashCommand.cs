using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Assets.Commands;

/// <summary>Deletes what lies in a draft's trash for good. The stored bytes stay: other versions may share them, and an upload may be counting on them.</summary>
public sealed class EmptyTrashCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <param name="assetIds">Null for the whole trash; ids that are not in it are passed over.</param>
    /// <returns>Number of assets deleted.</returns>
    public async Task<int> ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid>? assetIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var deleted = assetIds is null ? await TrashRows.EmptyAsync(db, versionId, cancellationToken) : 0;
                foreach (var ids in (assetIds ?? []).Distinct().Chunk(TrashRows.IdsAtOnce))
                {
                    var own = await db.TrashedAssets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id)).Select(asset => asset.Id).ToListAsync(cancellationToken);
                    deleted += await TrashRows.DropAsync(db, own, cancellationToken);
                }

                if (deleted > 0)
                {
                    db.Record(actor, AuditActions.TrashEmptied, AuditSubjects.Of(scope), ("count", deleted));
                    await db.SaveChangesAsync(cancellationToken);
                }

                return deleted;
            },
            cancellationToken);
    }
}
