namespace Platform.Web.Components.Runs;

/// <summary>A point of a curve.</summary>
public readonly record struct ChartPoint(double X, double Y);

/// <summary>A named curve; points ascend in X.</summary>
/// <param name="IsFaint">Drawn thin behind the others, and left out of the legend.</param>
public sealed record ChartSeries(string Name, string Color, IReadOnlyList<ChartPoint> Points, bool IsFaint = false)
{
    /// <summary>Drawn dashed: the other side of a curve of the same colour.</summary>
    public bool IsDashed { get; init; }
}
