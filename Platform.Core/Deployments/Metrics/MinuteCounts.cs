using System.Text.Json;

namespace Platform.Core.Deployments.Metrics;

/// <summary>What is counted of answered requests: latencies, confidences and classes, each as counts that can be added up. Not safe for threads.</summary>
public sealed class MinuteCounts
{
    /// <summary>Equal parts of 0 to 1 that confidences are counted in.</summary>
    public const int ConfidenceBins = 10;

    /// <summary>Requests by the bucket of their latency; see <see cref="LatencyBuckets"/>.</summary>
    public Dictionary<int, int> Latencies { get; init; } = [];

    /// <summary>Found objects by the tenth of their confidence.</summary>
    public int[] Confidences { get; init; } = new int[ConfidenceBins];

    public double ConfidenceSum { get; set; }

    /// <summary>Found objects by class key.</summary>
    public Dictionary<string, int> Classes { get; init; } = [];

    public int Answered { get; set; }

    public int Errors { get; set; }

    public int Busy { get; set; }

    public int Objects => Confidences.Sum();

    /// <summary>Null where nothing was found.</summary>
    public double? MeanConfidence => Objects is var count and > 0 ? ConfidenceSum / count : null;

    public bool IsEmpty => Answered + Errors + Busy == 0;

    public void AddAnswer(double latencyMs, IEnumerable<(string ClassKey, double Confidence)> found)
    {
        Answered++;
        var bucket = LatencyBuckets.Of(latencyMs);
        Latencies[bucket] = Latencies.GetValueOrDefault(bucket) + 1;
        foreach (var (key, confidence) in found)
        {
            Confidences[Math.Clamp((int)(confidence * ConfidenceBins), 0, ConfidenceBins - 1)]++;
            ConfidenceSum += confidence;
            Classes[key] = Classes.GetValueOrDefault(key) + 1;
        }
    }

    public MinuteCounts Add(MinuteCounts other)
    {
        (Answered, Errors, Busy) = (Answered + other.Answered, Errors + other.Errors, Busy + other.Busy);
        ConfidenceSum += other.ConfidenceSum;
        for (var i = 0; i < ConfidenceBins; i++)
        {
            Confidences[i] += other.Confidences[i];
        }

        AddTo(Latencies, other.Latencies);
        AddTo(Classes, other.Classes);
        return this;
    }

    /// <summary>The latency that a share of the answers kept within, in ms; null where nothing was answered.</summary>
    public double? LatencyMs(double share) => LatencyBuckets.Percentile(Latencies, share);

    public string ToJson() => JsonSerializer.Serialize(new Stored(Latencies, Confidences, ConfidenceSum, Classes));

    public static MinuteCounts Read(int answered, int errors, int busy, string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json);
        var counts = new MinuteCounts { Latencies = stored?.Latencies ?? [], Classes = stored?.Classes ?? [], ConfidenceSum = stored?.ConfidenceSum ?? 0, Answered = answered, Errors = errors, Busy = busy };
        (stored?.Confidences ?? []).AsSpan(0, Math.Min(ConfidenceBins, stored?.Confidences?.Length ?? 0)).CopyTo(counts.Confidences);
        return counts;
    }

    private static void AddTo<TKey>(Dictionary<TKey, int> sums, Dictionary<TKey, int> more)
        where TKey : notnull
    {
        foreach (var (key, count) in more)
        {
            sums[key] = sums.GetValueOrDefault(key) + count;
        }
    }

    private sealed record Stored(Dictionary<int, int>? Latencies, int[]? Confidences, double ConfidenceSum, Dictionary<string, int>? Classes);
}
