namespace Platform.Training.Evaluation;

/// <summary>What became of the objects and detections of one image at one confidence and overlap threshold, whatever their classes.</summary>
/// <param name="Pairs">Objects with the detection that was taken for each; their classes may differ.</param>
/// <param name="Missed">Objects without a detection; crowd regions are never missed.</param>
/// <param name="Unfounded">Detections without an object, those inside a crowd region of their class left out.</param>
internal sealed record ImageMatching(IReadOnlyList<(int Truth, int Detection)> Pairs, IReadOnlyList<int> Missed, IReadOnlyList<int> Unfounded)
{
    /// <summary>Pairs are taken greedily by overlap; on equal overlap the right class goes first, then the higher score.</summary>
    public static ImageMatching Of(ImageResult image, OverlapMeasure measure, double confidence, double threshold)
    {
        var (truth, detections) = (image.GroundTruth, image.Detections);
        var candidates = Candidates(truth, detections, measure, confidence, threshold);
        candidates.Sort();
        var truthTaken = new bool[truth.Count];
        var detectionTaken = new bool[detections.Count];
        var pairs = new List<(int, int)>();
        foreach (var candidate in candidates)
        {
            if (!truthTaken[candidate.Truth] && !detectionTaken[candidate.Detection])
            {
                truthTaken[candidate.Truth] = true;
                detectionTaken[candidate.Detection] = true;
                pairs.Add((candidate.Truth, candidate.Detection));
            }
        }

        var missed = new List<int>();
        for (var g = 0; g < truth.Count; g++)
        {
            if (!truthTaken[g] && truth[g].Counts)
            {
                missed.Add(g);
            }
        }

        var unfounded = new List<int>();
        for (var d = 0; d < detections.Count; d++)
        {
            if (!detectionTaken[d] && detections[d].Score >= confidence && !IsInCrowd(detections[d], truth, measure, threshold))
            {
                unfounded.Add(d);
            }
        }

        return new ImageMatching(pairs, missed, unfounded);
    }

    private static List<Candidate> Candidates(
        IReadOnlyList<GroundTruthBox> truth, IReadOnlyList<DetectedBox> detections, OverlapMeasure measure, double confidence, double threshold)
    {
        var candidates = new List<Candidate>();
        for (var d = 0; d < detections.Count; d++)
        {
            if (detections[d].Score < confidence)
            {
                continue;
            }

            for (var g = 0; g < truth.Count; g++)
            {
                var overlap = truth[g].Counts ? measure.Of(detections[d], truth[g]) : 0;
                if (overlap >= threshold)
                {
                    candidates.Add(new Candidate(g, d, overlap, truth[g].ClassIndex == detections[d].ClassIndex, detections[d].Score));
                }
            }
        }

        return candidates;
    }

    private static bool IsInCrowd(DetectedBox detection, IReadOnlyList<GroundTruthBox> truth, OverlapMeasure measure, double threshold)
    {
        foreach (var box in truth)
        {
            if (!box.Counts && box.ClassIndex == detection.ClassIndex && measure.Of(detection, box) >= threshold)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Candidate(int Truth, int Detection, double Overlap, bool SameClass, double Score) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            var order = other.Overlap.CompareTo(Overlap);
            order = order != 0 ? order : other.SameClass.CompareTo(SameClass);
            order = order != 0 ? order : other.Score.CompareTo(Score);
            order = order != 0 ? order : Detection.CompareTo(other.Detection);
            return order != 0 ? order : Truth.CompareTo(other.Truth);
        }
    }
}
