namespace Platform.Training.Evaluation;

/// <summary>
/// One class's ground truth and detections in image order, detections of an image by falling score (stable), cut to the first 100, or fewer.
/// Plain arrays: matching walks them millions of times.
/// </summary>
internal sealed class ClassRecords
{
    private readonly List<GroundTruthBox> _truth = [];
    private readonly List<DetectedBox> _detections = [];
    private readonly List<Segment> _segments = [];

    /// <summary>Ranges of one image inside the two lists; images without either are left out, as in the reference.</summary>
    public readonly record struct Segment(int TruthStart, int TruthCount, int DetectionStart, int DetectionCount);

    public IReadOnlyList<Segment> Segments => _segments;

    public List<GroundTruthBox> Truth => _truth;

    public List<DetectedBox> Detections => _detections;

    /// <summary>Detections before the cut.</summary>
    public int OfferedDetectionCount { get; private set; }

    /// <summary>Splits images by class; throws when a class index is out of range or a number is not finite.</summary>
    public static ClassRecords[] Split(IReadOnlyList<ImageResult> images, int classCount, int maxDetections)
    {
        var classes = new ClassRecords[classCount];
        for (var c = 0; c < classCount; c++)
        {
            classes[c] = new ClassRecords();
        }

        foreach (var image in images)
        {
            foreach (var truth in image.GroundTruth)
            {
                classes[Checked(truth.ClassIndex, classCount, truth.Box, 0)]._truth.Add(truth);
            }

            foreach (var detection in image.Detections)
            {
                classes[Checked(detection.ClassIndex, classCount, detection.Box, detection.Score)]._detections.Add(detection);
            }

            foreach (var records in classes)
            {
                records.CloseImage(maxDetections);
            }
        }

        return classes;
    }

    private static int Checked(int classIndex, int classCount, CocoBox box, double score)
    {
        if ((uint)classIndex >= (uint)classCount)
        {
            throw new ArgumentOutOfRangeException(nameof(classIndex), classIndex, $"The evaluation knows the classes 0 to {classCount - 1}.");
        }

        if (!double.IsFinite(box.X + box.Y + box.Width + box.Height + score))
        {
            throw new ArgumentException($"A box of class {classIndex} has a coordinate or score that is not finite.", nameof(box));
        }

        return classIndex;
    }

    private void CloseImage(int maxDetections)
    {
        var last = _segments.Count == 0 ? default : _segments[^1];
        var truthStart = last.TruthStart + last.TruthCount;
        var detectionStart = last.DetectionStart + last.DetectionCount;
        var truthCount = _truth.Count - truthStart;
        var detectionCount = _detections.Count - detectionStart;
        if (truthCount == 0 && detectionCount == 0)
        {
            return;
        }

        OfferedDetectionCount += detectionCount;
        if (detectionCount > 1)
        {
            StableSort.ByFallingScore(_detections, detectionStart, detectionCount);
        }

        if (detectionCount > maxDetections)
        {
            _detections.RemoveRange(detectionStart + maxDetections, detectionCount - maxDetections);
            detectionCount = maxDetections;
        }

        _segments.Add(new Segment(truthStart, truthCount, detectionStart, detectionCount));
    }
}
