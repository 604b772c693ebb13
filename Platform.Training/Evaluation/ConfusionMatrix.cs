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
        var counts = new int[(classCount + 1) * (classCount + 1)];
        var pairs = new List<Pair>();
        foreach (var image in images)
        {
            CountImage(image, classCount, measure, confidence, iouThreshold, counts, pairs);
        }

        return new ConfusionMatrix(classCount, confidence, iouThreshold, counts);
    }

    // Pairs are taken greedily by overlap, whatever their classes; on equal overlap the right class goes first, then the higher score.
    private static void CountImage(ImageResult image, int classCount, OverlapMeasure measure, double confidence, double iouThreshold, int[] counts, List<Pair> pairs)
    {
        pairs.Clear();
        var (truth, detections) = (image.GroundTruth, image.Detections);
        for (var d = 0; d < detections.Count; d++)
        {
            if (detections[d].Score < confidence)
            {
                continue;
            }

            for (var g = 0; g < truth.Count; g++)
            {
                var iou = truth[g].Counts ? measure.Of(detections[d], truth[g]) : 0;
                if (iou >= iouThreshold)
                {
                    pairs.Add(new Pair(g, d, iou, truth[g].ClassIndex == detections[d].ClassIndex, detections[d].Score));
                }
            }
        }

        pairs.Sort();
        var truthTaken = new bool[truth.Count];
        var detectionTaken = new bool[detections.Count];
        foreach (var pair in pairs)
        {
            if (!truthTaken[pair.Truth] && !detectionTaken[pair.Detection])
            {
                truthTaken[pair.Truth] = true;
                detectionTaken[pair.Detection] = true;
                counts[(truth[pair.Truth].ClassIndex * (classCount + 1)) + detections[pair.Detection].ClassIndex]++;
            }
        }

        for (var g = 0; g < truth.Count; g++)
        {
            if (!truthTaken[g] && truth[g].Counts)
            {
                counts[(truth[g].ClassIndex * (classCount + 1)) + classCount]++;
            }
        }

        for (var d = 0; d < detections.Count; d++)
        {
            if (!detectionTaken[d] && detections[d].Score >= confidence && !IsExcused(detections[d], truth, measure, iouThreshold))
            {
                counts[(classCount * (classCount + 1)) + detections[d].ClassIndex]++;
            }
        }
    }

    private static bool IsExcused(DetectedBox detection, IReadOnlyList<GroundTruthBox> truth, OverlapMeasure measure, double iouThreshold)
    {
        foreach (var box in truth)
        {
            if (!box.Counts && box.ClassIndex == detection.ClassIndex && measure.Of(detection, box) >= iouThreshold)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Pair(int Truth, int Detection, double Iou, bool SameClass, double Score) : IComparable<Pair>
    {
        public int CompareTo(Pair other)
        {
            var order = other.Iou.CompareTo(Iou);
            order = order != 0 ? order : other.SameClass.CompareTo(SameClass);
            order = order != 0 ? order : other.Score.CompareTo(Score);
            order = order != 0 ? order : Detection.CompareTo(other.Detection);
            return order != 0 ? order : Truth.CompareTo(other.Truth);
        }
    }
}
