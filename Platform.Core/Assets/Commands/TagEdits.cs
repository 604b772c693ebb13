using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Assets.Commands;

/// <summary>Changes tags by statements: assets with the same tags before have the same ones after.</summary>
internal static class TagEdits
{
    private const int IdsAtOnce = 500;

    /// <returns>The assets that changed.</returns>
    public static async Task<IReadOnlyList<Guid>> ApplyAsync(
        IDbContextFactory<PlatformDbContext> contexts, Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, Func<string?, string?> edit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var changed = new List<Guid>();
                foreach (var ids in assetIds.Distinct().Chunk(IdsAtOnce))
                {
                    var tagged = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id))
                        .Select(asset => new { asset.Id, asset.Tags }).ToListAsync(cancellationToken);
                    foreach (var group in tagged.GroupBy(asset => asset.Tags, asset => asset.Id))
                    {
                        var after = edit(group.Key);
                        if (after == group.Key)
                        {
                            continue;
                        }

                        var members = group.ToList();
                        await db.Assets.Where(asset => members.Contains(asset.Id)).ExecuteUpdateAsync(set => set.SetProperty(asset => asset.Tags, after), cancellationToken);
                        changed.AddRange(members);
                    }
                }

                return (IReadOnlyList<Guid>)changed;
            },
            cancellationToken);
    }
}
