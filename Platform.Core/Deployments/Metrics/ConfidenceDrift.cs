namespace Platform.Core.Deployments.Metrics;

/// <summary>How far the confidences of now lie from those of a version's first day, as the population stability index of their tenths.</summary>
public static class ConfidenceDrift
{
    /// <summary>Above it the two are called different; a tenth of it is noise.</summary>
    public const double Alarm = 0.25;

    /// <summary>Fewer objects on either side say nothing.</summary>
    public const int MinObjects = 50;

    // An empty bin would make the index infinite.
    private const double LeastShare = 1e-3;

    /// <summary>Sum over the bins of (now − then) × ln(now / then); 0 for equal distributions, null where too little was found.</summary>
    public static double? Index(IReadOnlyList<int> then, IReadOnlyList<int> now)
    {
        var (thenTotal, nowTotal) = (then.Sum(), now.Sum());
        if (thenTotal < MinObjects || nowTotal < MinObjects)
        {
            return null;
        }

        return then.Zip(now).Sum(pair =>
        {
            var (before, after) = (Math.Max(LeastShare, (double)pair.First / thenTotal), Math.Max(LeastShare, (double)pair.Second / nowTotal));
            return (after - before) * Math.Log(after / before);
        });
    }
}
