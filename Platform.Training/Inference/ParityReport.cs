namespace Platform.Training.Inference;

/// <summary>How closely two runtimes agree on the same images.</summary>
/// <param name="ImageCount">Images compared.</param>
/// <param name="MaxBoxDifference">Largest difference of any raw box coordinate, input pixels.</param>
/// <param name="MaxScoreDifference">Largest difference of any raw score.</param>
/// <param name="ExpectedCount">Detections of the reference runtime.</param>
/// <param name="ActualCount">Detections of the other runtime.</param>
/// <param name="MatchedCount">Detections that both found, alike in class, box and score.</param>
public sealed record ParityReport(
    int ImageCount, float MaxBoxDifference, float MaxScoreDifference, int ExpectedCount, int ActualCount, int MatchedCount)
{
    /// <summary>The bound that an export must keep, for boxes and scores alike.</summary>
    public const float Tolerance = 1e-3f;

    public static ParityReport Empty { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>
    /// Whether the raw outputs agree. Detections may still differ by a few: a score or overlap that lies on a threshold to the last
    /// bit falls either way.
    /// </summary>
    public bool IsWithinTolerance => MaxBoxDifference <= Tolerance && MaxScoreDifference <= Tolerance;

    /// <summary>Adds the comparison of a batch's raw outputs; detections are compared in input pixels.</summary>
    public ParityReport Add(DetectorRawOutput expected, DetectorRawOutput actual, DetectionThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        var (expectedCount, actualCount, matched) = (ExpectedCount, ActualCount, MatchedCount);
        for (var i = 0; i < expected.BatchSize; i++)
        {
            var (wanted, found) = (expected.Select(i, thresholds), actual.Select(i, thresholds));
            expectedCount += wanted.Count;
            actualCount += found.Count;
            matched += DetectionComparison.CountMatches(wanted, found);
        }

        return new ParityReport(
            ImageCount + expected.BatchSize,
            Math.Max(MaxBoxDifference, DetectionComparison.MaxDifference(expected.Boxes, actual.Boxes)),
            Math.Max(MaxScoreDifference, DetectionComparison.MaxDifference(expected.Scores, actual.Scores)),
            expectedCount,
            actualCount,
            matched);
    }
}
