using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Assets.Commands;

/// <summary>
/// Moves assets of a draft into its trash, with their annotations and comments: out of everything that the version holds, until <see cref="RestoreAssetsCommand"/> brings them back as they were or
/// <see cref="EmptyTrashCommand"/> deletes them for good.
/// </summary>
public sealed class DeleteAssetsCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>Number of assets deleted; ids that are not in the version are passed over, so that a repeated request does no harm.</returns>
    public async Task<int> ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var (now, deleted) = (time.GetUtcNow().UtcDateTime, 0);
                foreach (var ids in assetIds.Distinct().Chunk(TrashRows.IdsAtOnce))
                {
                    var own = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id)).Select(asset => asset.Id).ToListAsync(cancellationToken);
                    if (own.Count > 0)
                    {
                        await TrashRows.TrashAsync(db, own, now, actor == Actor.Platform ? null : actor.UserId, cancellationToken);
                        deleted += own.Count;
                    }
                }

                if (deleted > 0)
                {
                    db.Record(actor, AuditActions.AssetsDeleted, AuditSubjects.Of(scope), ("count", deleted));
                    await db.SaveChangesAsync(cancellationToken);
                }

                return deleted;
            },
            cancellationToken);
    }
}
