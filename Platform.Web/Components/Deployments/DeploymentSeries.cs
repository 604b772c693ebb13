using Platform.Core.Deployments.Metrics;
using Platform.Web.Components.Runs;

namespace Platform.Web.Components.Deployments;

/// <summary>The minutes of a deployment as curves over a window that ends now: x is the time before now, 0 at the right.</summary>
public sealed class DeploymentSeries
{
    private const int Parts = 60;

    private readonly (double X, double Minutes, MinuteCounts Counts)[] _parts;

    /// <param name="minutes">Of any versions.</param>
    /// <param name="now">UTC.</param>
    /// <param name="window">How far back.</param>
    /// <param name="unit">Of the horizontal axis.</param>
    public DeploymentSeries(IEnumerable<MinuteRecord> minutes, DateTime now, TimeSpan window, TimeSpan unit)
    {
        var length = window / Parts;
        _parts = [.. Enumerable.Range(0, Parts).Select(i => ((((i + 1) * length) - window) / unit, length.TotalMinutes, new MinuteCounts()))];
        foreach (var minute in minutes)
        {
            var part = (int)Math.Floor((minute.Minute - (now - window)) / length);
            if (part is >= 0 and < Parts)
            {
                _parts[part].Counts.Add(minute.Counts);
            }
        }

        Sum = _parts.Aggregate(new MinuteCounts(), (sum, part) => sum.Add(part.Counts));
    }

    /// <summary>Over the whole window.</summary>
    public MinuteCounts Sum { get; }

    /// <summary>The latency that a share of the answers kept within, in ms; a gap where nothing was answered.</summary>
    public IReadOnlyList<ChartPoint> LatencyMs(double share) => Points(part => part.Counts.LatencyMs(share) ?? double.NaN);

    public IReadOnlyList<ChartPoint> AnsweredPerMinute => Points(part => part.Counts.Answered / part.Minutes);

    public IReadOnlyList<ChartPoint> ErrorsPerMinute => Points(part => part.Counts.Errors / part.Minutes);

    public IReadOnlyList<ChartPoint> BusyPerMinute => Points(part => part.Counts.Busy / part.Minutes);

    public IReadOnlyList<ChartPoint> MeanConfidence => Points(part => part.Counts.MeanConfidence ?? double.NaN);

    private List<ChartPoint> Points(Func<(double X, double Minutes, MinuteCounts Counts), double> value) => [.. _parts.Select(part => new ChartPoint(part.X, value(part)))];
}
