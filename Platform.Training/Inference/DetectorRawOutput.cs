namespace Platform.Training.Inference;

/// <summary>
/// A detector's decoded output before suppression, for a batch: boxes [N, P, 4] as x1 y1 x2 y2 in input pixels, scores [N, P, C] in 0..1.
/// </summary>
public sealed record DetectorRawOutput(float[] Boxes, float[] Scores, int BatchSize, int ClassCount)
{
    /// <summary>P.</summary>
    public int PointCount => Boxes.Length / 4 / BatchSize;

    /// <summary>[P, 4] of one image.</summary>
    public ReadOnlySpan<float> BoxesOf(int image) => Boxes.AsSpan(image * PointCount * 4, PointCount * 4);

    /// <summary>[P, C] of one image.</summary>
    public ReadOnlySpan<float> ScoresOf(int image) => Scores.AsSpan(image * PointCount * ClassCount, PointCount * ClassCount);

    /// <summary>The detections of one image in input pixels.</summary>
    public List<Detection> Select(int image, DetectionThresholds thresholds) =>
        NonMaxSuppression.Select(BoxesOf(image), ScoresOf(image), ClassCount, thresholds);
}
