using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Reviews.Commands;

/// <summary>Gives assets of a draft to a person, or takes them back. Anybody who annotates may take assets; giving them to others is for reviewers.</summary>
public sealed class AssignAssetsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int AssetsAtOnce = 500;

    /// <param name="assigneeId">Null for nobody.</param>
    /// <returns>How many assets there are.</returns>
    public async Task<int> ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, Guid? assigneeId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, assigneeId == actor.UserId ? Permission.Annotate : Permission.Review, cancellationToken);
        scope.DemandDraft();
        if (assigneeId is { } id && id != actor.UserId && !await db.Users.AnyAsync(user => user.Id == id && user.IsActive && user.DepartmentId == scope.DepartmentId, cancellationToken))
        {
            throw new NotFoundException("active person in this department", id);
        }

        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var changed = 0;
                foreach (var ids in assetIds.Distinct().Chunk(AssetsAtOnce))
                {
                    await VersionAssets.FindAsync(db, versionId, ids, cancellationToken);
                    changed += await db.Assets.Where(asset => ids.Contains(asset.Id)).ExecuteUpdateAsync(set => set.SetProperty(asset => asset.AssigneeId, assigneeId), cancellationToken);
                }

                return changed;
            },
            cancellationToken);
    }
}
