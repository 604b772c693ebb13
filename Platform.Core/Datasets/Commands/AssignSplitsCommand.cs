using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Commands;

/// <summary>Intended shares of train, val and test; they sum to 1.</summary>
public sealed record SplitRatios(double Train, double Val, double Test);

/// <summary>
/// Deals the assets of a draft out to train, val and test. An asset's place in the deal is a hash of seed and content, so the same
/// seed gives the same split whatever the order of upload, and in every copy of the version.
/// </summary>
public sealed class AssignSplitsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    private const double Tolerance = 1e-6;

    private static readonly SplitKind[] s_dealt = [SplitKind.Train, SplitKind.Val, SplitKind.Test];

    /// <param name="onlyUnassigned">Leaves assets that are in a split where they are.</param>
    /// <returns>Number of assets dealt to each split.</returns>
    public async Task<IReadOnlyDictionary<SplitKind, int>> ExecuteAsync(
        Actor actor, Guid versionId, SplitRatios ratios, int seed, bool onlyUnassigned, CancellationToken cancellationToken)
    {
        double[] shares = [ratios.Train, ratios.Val, ratios.Test];
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
                var unassigned = splits[SplitKind.Unassigned].Id;
                var assets = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && (!onlyUnassigned || asset.DatasetSplitId == unassigned))
                    .Select(asset => new { asset.Id, asset.Sha256 }).ToListAsync(cancellationToken);
                var dealt = assets.OrderBy(asset => Place(seed, asset.Sha256), StringComparer.Ordinal).Select(asset => asset.Id).ToList();
                var counts = Counts(dealt.Count, shares);
                var start = 0;
                for (var i = 0; i < s_dealt.Length; start += counts[i], i++)
                {
                    splits[s_dealt[i]].Intend(shares[i]);
                    await SplitMoves.MoveAsync(db, dealt.GetRange(start, counts[i]), splits[s_dealt[i]].Id, cancellationToken);
                }

                await db.SaveChangesAsync(cancellationToken);
                return (IReadOnlyDictionary<SplitKind, int>)s_dealt.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second);
            },
            cancellationToken);
    }

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
    private const int IdsAtOnce = 500;

    public static async Task MoveAsync(PlatformDbContext db, IReadOnlyCollection<Guid> assetIds, Guid splitId, CancellationToken cancellationToken)
    {
        foreach (var ids in assetIds.Chunk(IdsAtOnce))
        {
            await db.Assets.Where(asset => ids.Contains(asset.Id)).ExecuteUpdateAsync(set => set.SetProperty(asset => asset.DatasetSplitId, splitId), cancellationToken);
        }
    }
}
