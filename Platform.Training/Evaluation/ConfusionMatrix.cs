namespace Platform.Training.Evaluation;

/// <summary>
/// Counts of true class (row) against predicted class (column) at one confidence and IoU threshold. The last row and column are the background:
/// row background holds false positives, column background holds missed objects.
/// </summary>
public sealed record ConfusionMatrix(int ClassCount, double Confidence, double Iou, IReadOnlyList<int> Counts)
{
    /// <summary>Index of the background row and column.</summary>
    public int Background => ClassCount;

    /// <summary>Count at a true class and a predicted class; <see cref="Background"/> is allowed for both.</summary>
    public int this[int trueClass, int predictedClass] => Counts[(trueClass * (ClassCount + 1)) + predictedClass];

    internal static ConfusionMatrix Count(IReadOnlyList<ImageResult> images, int classCount, OverlapMeasure measure, double confidence, double iouThreshold)
    {
        var side = classCount + 1;
        var counts = new int[side * side];
        foreach (var image in images)
        {
            var matching = ImageMatching.Of(image, measure, confidence, iouThreshold);
            foreach (var (g, d) in matching.Pairs)
            {
                counts[(image.GroundTruth[g].ClassIndex * side) + image.Detections[d].ClassIndex]++;
            }

            foreach (var g in matching.Missed)
            {
                counts[(image.GroundTruth[g].ClassIndex * side) + classCount]++;
            }

            foreach (var d in matching.Unfounded)
            {
                counts[(classCount * side) + image.Detections[d].ClassIndex]++;
            }
        }

        return new ConfusionMatrix(classCount, confidence, iouThreshold, counts);
    }
}
