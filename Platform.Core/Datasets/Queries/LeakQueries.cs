using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Datasets.Queries;

/// <summary>An asset of a leaking group.</summary>
public sealed record LeakedAsset(Guid AssetId, string FileName, SplitKind Split);

/// <summary>A group whose assets are in more than one split, so that a model is tested on what it has all but seen.</summary>
/// <param name="Name">Folder or value of the column; for near-duplicates the name of one of them.</param>
/// <param name="Counts">Assets of the group in each split.</param>
/// <param name="Examples">Some of its assets, of every split at least one.</param>
public sealed record Leak(GroupSource Source, string Name, IReadOnlyDictionary<SplitKind, int> Counts, IReadOnlyList<LeakedAsset> Examples);

/// <summary>What leaks between train, val and test.</summary>
/// <param name="Groups">How many groups leak, by what holds them together.</param>
/// <param name="Leaks">The largest of them.</param>
public sealed record LeakReport(IReadOnlyDictionary<GroupSource, int> Groups, IReadOnlyList<Leak> Leaks)
{
    public bool IsClean => Groups.Values.Sum() == 0;
}

/// <summary>Looks for what belongs together but stands in different splits.</summary>
public sealed class LeakQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>Leaks of one source that are named; the others are counted only.</summary>
    public const int MaxLeaks = 100;

    private const int ExamplesOfSplit = 4;

    private static readonly SplitKind[] s_dealt = [SplitKind.Train, SplitKind.Val, SplitKind.Test];

    public async Task<LeakReport> ReportAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await ReportAsync(db, versionId, cancellationToken);
    }

    internal static async Task<LeakReport> ReportAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken)
    {
        var assets = (await GroupedAssets.ReadAsync(db, versionId, cancellationToken)).Where(asset => asset.Split != SplitKind.Unassigned).ToList();
        var bySource = Enum.GetValues<GroupSource>().ToDictionary(source => source, source => LeaksOf(assets, source));
        return new LeakReport(
            bySource.ToDictionary(pair => pair.Key, pair => pair.Value.Count),
            [.. bySource.Values.SelectMany(leaks => leaks.OrderByDescending(leak => leak.Counts.Values.Sum()).ThenBy(leak => leak.Name, StringComparer.Ordinal).Take(MaxLeaks))]);
    }

    private static List<Leak> LeaksOf(List<GroupedAsset> assets, GroupSource source) =>
        [.. AssetGroups.Of(assets, [source]).Sets()
            .Where(set => set.Count > 1)
            .Select(set => set.Select(index => assets[index]).ToList())
            .Where(members => members.Exists(member => member.Split != members[0].Split))
            .Select(members => ToLeak(members, source))];

    private static Leak ToLeak(List<GroupedAsset> members, GroupSource source)
    {
        var bySplit = members.OrderBy(member => member.FileName, StringComparer.Ordinal).ToLookup(member => member.Split);
        return new Leak(
            source,
            AssetGroups.NameOf(members[0], source) ?? members.Min(member => member.FileName)!,
            s_dealt.Where(bySplit.Contains).ToDictionary(split => split, split => bySplit[split].Count()),
            [.. s_dealt.SelectMany(split => bySplit[split].Take(ExamplesOfSplit)).Select(member => new LeakedAsset(member.Id, member.FileName, member.Split))]);
    }
}
