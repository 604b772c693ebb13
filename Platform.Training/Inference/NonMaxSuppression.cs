namespace Platform.Training.Inference;

/// <summary>Greedy class-wise non-maximum suppression on the CPU.</summary>
public static class NonMaxSuppression
{
    // Far above what 300 kept boxes need; bounds sorting when an untrained network fires everywhere.
    private const int MaxCandidates = 30_000;

    /// <summary>Picks the detections of one image; each point may yield several classes.</summary>
    /// <param name="boxes">[P, 4] corners x1 y1 x2 y2 in input pixels.</param>
    /// <param name="scores">[P, C] probabilities.</param>
    /// <param name="classCount">C.</param>
    /// <param name="thresholds">What to keep.</param>
    /// <returns>By falling score, in input pixels; equal scores in point order, then class order.</returns>
    public static List<Detection> Select(ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, int classCount, DetectionThresholds thresholds) =>
        SelectPoints(boxes, scores, classCount, thresholds).ConvertAll(kept => kept.Detection);

    /// <summary>As <see cref="Select"/>, with the point that each detection comes from.</summary>
    public static List<(Detection Detection, int Point)> SelectPoints(ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, int classCount, DetectionThresholds thresholds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (boxes.Length / 4 != scores.Length / classCount || boxes.Length % 4 != 0 || scores.Length % classCount != 0)
        {
            throw new ArgumentException(
                $"{boxes.Length} box values and {scores.Length} scores of {classCount} classes do not belong to the same points.", nameof(scores));
        }

        var candidates = new List<Candidate>();
        for (var i = 0; i < scores.Length; i++)
        {
            // Written so that NaN is left out as well.
            if (scores[i] > thresholds.Score)
            {
                candidates.Add(new Candidate(scores[i], i));
            }
        }

        candidates.Sort();
        var count = Math.Min(candidates.Count, MaxCandidates);
        var kept = new List<(Detection Detection, int Point)>(Math.Min(count, thresholds.MaxDetections));
        for (var i = 0; i < count && kept.Count < thresholds.MaxDetections; i++)
        {
            var (point, classIndex) = Math.DivRem(candidates[i].Index, classCount);
            var box = boxes.Slice(point * 4, 4);
            var detection = new Detection(classIndex, candidates[i].Score, box[0], box[1], box[2], box[3]);
            if (!IsSuppressed(detection, kept, thresholds.Iou))
            {
                kept.Add((detection, point));
            }
        }

        return kept;
    }

    private static bool IsSuppressed(in Detection detection, List<(Detection Detection, int Point)> kept, float iou)
    {
        foreach (var (better, _) in kept)
        {
            if (better.ClassIndex == detection.ClassIndex && better.IntersectionOverUnion(detection) > iou)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Candidate(float Score, int Index) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            var order = other.Score.CompareTo(Score);
            return order != 0 ? order : Index.CompareTo(other.Index);
        }
    }
}
