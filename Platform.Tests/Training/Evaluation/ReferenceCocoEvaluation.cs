using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

/// <summary>The published evaluation written down step by step, slow and literal: an oracle for random inputs.</summary>
internal static class ReferenceCocoEvaluation
{
    /// <summary>Precision over thresholds x recall points for one class, area range and limit; null without ground truth.</summary>
    public static double? MeanPrecision(IReadOnlyList<ImageResult> images, int classIndex, double minArea, double maxArea, int limit)
    {
        var sum = 0.0;
        for (var t = 0; t < 10; t++)
        {
            var ranked = new List<(double Score, bool Hit, bool Ignored)>();
            var positives = 0;
            foreach (var image in images)
            {
                var truth = image.GroundTruth.Where(g => g.ClassIndex == classIndex)
                    .Select(g => (Truth: g, Ignored: g.IsCrowd || (g.Area ?? g.Box.Area) < minArea || (g.Area ?? g.Box.Area) > maxArea))
                    .OrderBy(g => g.Ignored).ToList();
                positives += truth.Count(g => !g.Ignored);
                var taken = new bool[truth.Count];
                foreach (var detection in image.Detections.Where(d => d.ClassIndex == classIndex).OrderByDescending(d => d.Score).Take(100).Take(limit))
                {
                    ranked.Add(MatchOne(detection, truth, taken, CocoParameters.IouThresholds[t], minArea, maxArea));
                }
            }

            if (positives == 0)
            {
                return null;
            }

            sum += Interpolate([.. ranked.OrderByDescending(r => r.Score)], positives);
        }

        return sum / 1010;
    }

    private static (double Score, bool Hit, bool Ignored) MatchOne(
        DetectedBox detection, List<(GroundTruthBox Truth, bool Ignored)> truth, bool[] taken, double threshold, double minArea, double maxArea)
    {
        var best = Math.Min(threshold, 1 - 1e-10);
        var match = -1;
        for (var g = 0; g < truth.Count; g++)
        {
            if (taken[g] && !truth[g].Truth.IsCrowd)
            {
                continue;
            }

            if (match > -1 && !truth[match].Ignored && truth[g].Ignored)
            {
                break;
            }

            var overlap = Overlap(detection.Box, truth[g].Truth);
            if (overlap < best)
            {
                continue;
            }

            best = overlap;
            match = g;
        }

        if (match >= 0)
        {
            taken[match] = true;
            return (detection.Score, true, truth[match].Ignored);
        }

        var area = detection.Box.Width * detection.Box.Height;
        return (detection.Score, false, area < minArea || area > maxArea);
    }

    private static double Overlap(CocoBox d, GroundTruthBox truth)
    {
        var g = truth.Box;
        var w = Math.Min(d.Width + d.X, g.Width + g.X) - Math.Max(d.X, g.X);
        var h = Math.Min(d.Height + d.Y, g.Height + g.Y) - Math.Max(d.Y, g.Y);
        if (w <= 0 || h <= 0)
        {
            return 0;
        }

        return w * h / (truth.IsCrowd ? d.Width * d.Height : (d.Width * d.Height) + (g.Width * g.Height) - (w * h));
    }

    // Sum over the 101 recall points; ignored detections stay in the list, as in the reference.
    private static double Interpolate(List<(double Score, bool Hit, bool Ignored)> ranked, int positives)
    {
        var recall = new double[ranked.Count];
        var precision = new double[ranked.Count];
        var (hits, misses) = (0.0, 0.0);
        for (var i = 0; i < ranked.Count; i++)
        {
            hits += ranked[i].Hit && !ranked[i].Ignored ? 1 : 0;
            misses += !ranked[i].Hit && !ranked[i].Ignored ? 1 : 0;
            recall[i] = hits / positives;
            precision[i] = hits / (hits + misses + Math.BitIncrement(1.0) - 1);
        }

        for (var i = ranked.Count - 1; i > 0; i--)
        {
            precision[i - 1] = Math.Max(precision[i], precision[i - 1]);
        }

        return CocoParameters.RecallPoints.Sum(point =>
        {
            var index = Array.FindIndex(recall, r => r >= point);
            return index < 0 ? 0 : precision[index];
        });
    }
}
