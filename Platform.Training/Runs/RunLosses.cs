using Platform.Training.Runs.Events;

namespace Platform.Training.Runs;

/// <summary>Compares the losses of two runs bit by bit, epoch by epoch.</summary>
/// <param name="Epochs">Epochs that both have.</param>
/// <param name="FirstDifference">The first epoch whose losses differ, or that only one of them has; null where all are the same.</param>
public sealed record RunLosses(int Epochs, int? FirstDifference, double LargestDifference)
{
    public static RunLosses Compare(IEnumerable<RunEvent> first, IEnumerable<RunEvent> second)
    {
        var (mine, others) = (ByEpoch(first), ByEpoch(second));
        var shared = mine.Keys.Intersect(others.Keys).Order().ToList();
        var differing = mine.Keys.Union(others.Keys).Order().Where(epoch => !shared.Contains(epoch) || Difference(mine[epoch], others[epoch]) > 0).ToList();
        return new RunLosses(shared.Count, differing.Count > 0 ? differing[0] : null, shared.Select(epoch => Difference(mine[epoch], others[epoch])).DefaultIfEmpty(0).Max());
    }

    private static Dictionary<int, EpochEnded> ByEpoch(IEnumerable<RunEvent> history)
    {
        // As a watcher sees it: what a resume made void is left out.
        var feed = new RunFeed(TimeProvider.System);
        feed.Restore(history);
        return feed.History().OfType<EpochEnded>().ToDictionary(ended => ended.Epoch);
    }

    // Infinite where one of them is no number and the other is.
    private static double Difference(EpochEnded first, EpochEnded second) => first.Losses.Keys.Union(second.Losses.Keys).Max(name =>
    {
        var (a, b) = (first.Losses.GetValueOrDefault(name, double.NaN), second.Losses.GetValueOrDefault(name, double.NaN));
        return a.Equals(b) ? 0 : double.IsFinite(a - b) ? Math.Abs(a - b) : double.PositiveInfinity;
    });
}
