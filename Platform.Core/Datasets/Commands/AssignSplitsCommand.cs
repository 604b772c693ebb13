using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Commands;

/// <summary>Intended shares of train, val and test; they sum to 1.</summary>
public sealed record SplitRatios(double Train, double Val, double Test);

/// <summary>How the assets of a draft are dealt out.</summary>
/// <param name="OnlyUnassigned">Leaves assets that are in a split where they are.</param>
/// <param name="Stratify">Gives every split its share of the images of each class, not only of all images.</param>
/// <param name="KeepTogether">Assets that one of these holds together all land in one split.</param>
public sealed record SplitRequest(SplitRatios Ratios, int Seed, bool OnlyUnassigned = false, bool Stratify = false, IReadOnlyCollection<GroupSource>? KeepTogether = null);

/// <summary>
/// Deals the assets of a draft out to train, val and test. An asset's place in the deal is a hash of seed and content, so the same
/// seed gives the same split whatever the order of upload, and in every copy of the version.
/// </summary>
public sealed class AssignSplitsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    private const double Tolerance = 1e-6;

    private static readonly SplitKind[] s_dealt = [SplitKind.Train, SplitKind.Val, SplitKind.Test];

    /// <summary>Deals image by image.</summary>
    public Task<IReadOnlyDictionary<SplitKind, int>> ExecuteAsync(
        Actor actor, Guid versionId, SplitRatios ratios, int seed, bool onlyUnassigned, CancellationToken cancellationToken) =>
        ExecuteAsync(actor, versionId, new SplitRequest(ratios, seed, onlyUnassigned), cancellationToken);

    /// <returns>Number of assets dealt to each split.</returns>
    public async Task<IReadOnlyDictionary<SplitKind, int>> ExecuteAsync(Actor actor, Guid versionId, SplitRequest request, CancellationToken cancellationToken)
    {
        double[] shares = [request.Ratios.Train, request.Ratios.Val, request.Ratios.Test];
        if (shares.Any(share => !(share >= 0)) || Math.Abs(shares.Sum() - 1) > Tolerance)
        {
            throw new DomainRuleException("split.ratios", "The shares of train, val and test must not be negative and must sum to 100 %.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var splits = await DatasetAccess.SplitsAsync(db, versionId, cancellationToken);
                var assets = await GroupedAssets.ReadAsync(db, versionId, cancellationToken);
                var classes = request.Stratify ? await GroupedAssets.ClassesAsync(db, versionId, cancellationToken) : null;
                var dealt = Deal(assets, classes, request, shares);
                foreach (var (share, split) in shares.Zip(s_dealt))
                {
                    splits[split].Intend(share);
                    await SplitMoves.MoveAsync(db, dealt[split], splits[split].Id, cancellationToken);
                }

                await db.SaveChangesAsync(cancellationToken);
                return (IReadOnlyDictionary<SplitKind, int>)dealt.ToDictionary(pair => pair.Key, pair => pair.Value.Count);
            },
            cancellationToken);
    }

    /// <summary>The assets of each split; an asset that stays where it is, is in none.</summary>
    private static Dictionary<SplitKind, List<Guid>> Deal(IReadOnlyList<GroupedAsset> assets, ILookup<Guid, int>? classes, SplitRequest request, double[] shares)
    {
        var dealt = s_dealt.ToDictionary(split => split, _ => new List<Guid>());
        bool IsDealt(GroupedAsset asset) => !request.OnlyUnassigned || asset.Split == SplitKind.Unassigned;
        var free = new List<List<GroupedAsset>>();
        foreach (var set in AssetGroups.Of(assets, request.KeepTogether ?? []).Sets())
        {
            var members = set.Select(index => assets[index]).ToList();
            var open = members.Where(IsDealt).ToList();
            // Newcomers join the members of their group that have a split already.
            var settled = members.Where(member => !IsDealt(member)).GroupBy(member => member.Split).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).FirstOrDefault();
            if (settled is not null)
            {
                dealt[settled.Key].AddRange(open.Select(asset => asset.Id));
            }
            else if (open.Count > 0)
            {
                free.Add(open);
            }
        }

        var groups = free.ConvertAll(members => new DealGroup(members.Count, Place(request.Seed, members.Min(member => member.Sha256)!), Classes(members, classes)));
        var numbers = classes is null && groups.TrueForAll(group => group.Size == 1) ? DealEach(groups, shares) : SplitDeal.Deal(groups, shares);
        foreach (var (members, number) in free.Zip(numbers))
        {
            dealt[s_dealt[number]].AddRange(members.Select(member => member.Id));
        }

        return dealt;
    }

    // Image by image the shares can be met exactly.
    private static int[] DealEach(List<DealGroup> groups, double[] shares)
    {
        var numbers = new int[groups.Count];
        var order = Enumerable.Range(0, groups.Count).OrderBy(group => groups[group].Place, StringComparer.Ordinal);
        var counts = Counts(groups.Count, shares);
        int[] ends = [counts[0], counts[0] + counts[1], groups.Count];
        foreach (var (position, group) in order.Index())
        {
            numbers[group] = Array.FindIndex(ends, end => position < end);
        }

        return numbers;
    }

    private static IReadOnlyDictionary<int, int> Classes(List<GroupedAsset> members, ILookup<Guid, int>? classes) => classes is null
        ? ReadOnlyDictionary<int, int>.Empty
        : members.SelectMany(member => classes[member.Id]).GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>Whole numbers that sum to the total, the leftovers going to the largest remainders; no wanted split stays empty while another has two.</summary>
    internal static int[] Counts(int total, double[] shares)
    {
        var counts = shares.Select(share => (int)Math.Floor(share * total)).ToArray();
        foreach (var i in Enumerable.Range(0, shares.Length).OrderByDescending(i => (share: (shares[i] * total) - counts[i], -i)).Take(total - counts.Sum()))
        {
            counts[i]++;
        }

        for (var i = 0; i < counts.Length; i++)
        {
            var largest = Array.IndexOf(counts, counts.Max());
            if (counts[i] == 0 && shares[i] > 0 && counts[largest] > 1)
            {
                counts[i]++;
                counts[largest]--;
            }
        }

        return counts;
    }

    private static string Place(int seed, string sha256) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{seed}:{sha256}"))));
}

/// <summary>Moves assets between splits of their version by statements, without loading them.</summary>
internal static class SplitMoves
{
    // Keeps a statement's parameters well below the engines' limits.
    public const int IdsAtOnce = 500;

    public static async Task MoveAsync(PlatformDbContext db, IReadOnlyCollection<Guid> assetIds, Guid splitId, CancellationToken cancellationToken)
    {
        foreach (var ids in assetIds.Chunk(IdsAtOnce))
        {
            await db.Assets.Where(asset => ids.Contains(asset.Id)).ExecuteUpdateAsync(set => set.SetProperty(asset => asset.DatasetSplitId, splitId), cancellationToken);
        }
    }
}
