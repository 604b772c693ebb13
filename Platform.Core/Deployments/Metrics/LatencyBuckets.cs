namespace Platform.Core.Deployments.Metrics;

/// <summary>Latencies from 0.1 ms to some minutes in buckets, each a tenth wider than the one before: a percentile is right to 5 %.</summary>
public static class LatencyBuckets
{
    public const int Count = 160;
    private const double FirstMs = 0.1;
    private const double Growth = 1.1;

    private static readonly double s_logGrowth = Math.Log(Growth);

    public static int Of(double latencyMs) => latencyMs <= FirstMs ? 0 : Math.Min(Count - 1, (int)Math.Ceiling(Math.Log(latencyMs / FirstMs) / s_logGrowth));

    /// <summary>The middle of a bucket in ms.</summary>
    public static double MiddleMs(int bucket) => FirstMs * Math.Pow(Growth, bucket - 0.5);

    /// <summary>The latency that a share (0 to 1) of the counted requests kept within; null where there are none.</summary>
    public static double? Percentile(IReadOnlyDictionary<int, int> counts, double share)
    {
        var total = counts.Values.Sum(count => (long)count);
        var wanted = Math.Max(1, (long)Math.Ceiling(total * share));
        var seen = 0L;
        foreach (var (bucket, count) in counts.OrderBy(pair => pair.Key))
        {
            seen += count;
            if (seen >= wanted)
            {
                return MiddleMs(bucket);
            }
        }

        return null;
    }
}
