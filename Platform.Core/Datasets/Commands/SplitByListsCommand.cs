using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;

namespace Platform.Core.Datasets.Commands;

/// <summary>What <see cref="SplitByListsCommand"/> did.</summary>
/// <param name="Moved">Assets put into each split.</param>
/// <param name="UnknownNames">Names in the lists that fit no asset, or several.</param>
/// <param name="RepeatedNames">Names in more than one list; the first list's split counts.</param>
public sealed record SplitByListsReport(IReadOnlyDictionary<SplitKind, int> Moved, IReadOnlyList<string> UnknownNames, IReadOnlyList<string> RepeatedNames);

/// <summary>Puts the assets of a draft into splits by lists of image names, as published splits come; unlisted assets stay where they are.</summary>
public sealed class SplitByListsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <param name="lists">Image names by split, with or without folder and extension.</param>
    public async Task<SplitByListsReport> ExecuteAsync(
        Actor actor, Guid versionId, IReadOnlyDictionary<SplitKind, IReadOnlyList<string>> lists, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var assets = await db.Assets.Where(asset => asset.DatasetVersionId == versionId)
                    .Select(asset => new ImportTarget(asset.Id, asset.FileName, asset.Width, asset.Height)).ToListAsync(cancellationToken);
                var plan = new ListPlan(assets, lists);
                var splits = await DatasetAccess.SplitsAsync(db, versionId, cancellationToken);
                foreach (var (split, ids) in plan.Assets)
                {
                    splits[split].Intend((double)ids.Count / Math.Max(1, assets.Count));
                    await SplitMoves.MoveAsync(db, ids, splits[split].Id, cancellationToken);
                }

                await db.SaveChangesAsync(cancellationToken);
                return new SplitByListsReport(plan.Assets.ToDictionary(pair => pair.Key, pair => pair.Value.Count), plan.Unknown, plan.Repeated);
            },
            cancellationToken);
    }

    private sealed class ListPlan
    {
        public ListPlan(IReadOnlyCollection<ImportTarget> assets, IReadOnlyDictionary<SplitKind, IReadOnlyList<string>> lists)
        {
            var names = new ImageNames<ImportTarget>(assets, asset => asset.FileName);
            var taken = new Dictionary<Guid, SplitKind>();
            foreach (var (split, list) in lists.OrderBy(pair => pair.Key))
            {
                var ids = Assets[split] = [];
                foreach (var name in list)
                {
                    if (names.Find([name], out _) is not { } asset)
                    {
                        Unknown.Add(name);
                    }
                    else if (taken.TryAdd(asset.AssetId, split))
                    {
                        ids.Add(asset.AssetId);
                    }
                    else if (taken[asset.AssetId] != split)
                    {
                        Repeated.Add(name);
                    }
                }
            }
        }

        public Dictionary<SplitKind, List<Guid>> Assets { get; } = [];

        public List<string> Unknown { get; } = [];

        public List<string> Repeated { get; } = [];
    }
}
