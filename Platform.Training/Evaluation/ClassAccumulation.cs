using System.Runtime.InteropServices;

namespace Platform.Training.Evaluation;

/// <summary>Precision and recall of one class: COCO's "accumulate" step for every threshold, area range and detection limit.</summary>
internal sealed class ClassAccumulation
{
    private const int ThresholdCount = 10;
    private const int RecallCount = 101;

    // Area "all" is accumulated with three detection limits, the others with 100 only.
    private static readonly (int Area, int MaxDetections)[] s_settings = [(0, 100), (1, 100), (2, 100), (3, 100), (0, 1), (0, 10)];

    private readonly double[]?[] _precision = new double[]?[s_settings.Length];
    private readonly double[]?[] _recall = new double[]?[s_settings.Length];

    private ClassAccumulation()
    {
    }

    public const int AllAreas = 0;

    public const int Small = 1;

    public const int Medium = 2;

    public const int Large = 3;

    public const int AtMost1 = 4;

    public const int AtMost10 = 5;

    public int CountedTruth { get; private set; }

    /// <summary>Objects that count in each area range.</summary>
    public IReadOnlyList<int> CountedByArea { get; private set; } = [];

    public CalibrationTally Calibration { get; } = new(CalibrationTally.DetectionMinimum);

    public ConfidenceCurve ConfidenceCurve { get; private set; } = ConfidenceCurve.FromRanking([], [], 0);

    /// <summary>Precision [threshold x recall point] of a setting; null when it has no ground truth.</summary>
    public double[]? Precision(int setting) => _precision[setting];

    /// <summary>Final recall per threshold of a setting; null when it has no ground truth.</summary>
    public IReadOnlyList<double>? Recall(int setting) => _recall[setting];

    public static ClassAccumulation Of(ClassRecords records, OverlapMeasure measure)
    {
        var truth = CollectionsMarshal.AsSpan(records.Truth);
        var detections = CollectionsMarshal.AsSpan(records.Detections);
        var scores = new double[detections.Length];
        var ranks = new int[detections.Length];
        var areas = CocoParameters.AreaRanges.Length;
        var matched = new ushort[areas][];
        var ignored = new ushort[areas][];
        var counted = new int[areas];
        for (var a = 0; a < areas; a++)
        {
            matched[a] = new ushort[detections.Length];
            ignored[a] = new ushort[detections.Length];
        }

        var matcher = new CocoMatcher(measure);
        foreach (var s in records.Segments)
        {
            var imageTruth = truth.Slice(s.TruthStart, s.TruthCount);
            var imageDetections = detections.Slice(s.DetectionStart, s.DetectionCount);
            matcher.Load(imageTruth, imageDetections);
            for (var a = 0; a < areas; a++)
            {
                counted[a] += matcher.Match(
                    imageTruth,
                    imageDetections,
                    CocoParameters.AreaRanges[a],
                    matched[a].AsSpan(s.DetectionStart, s.DetectionCount),
                    ignored[a].AsSpan(s.DetectionStart, s.DetectionCount));
            }

            for (var d = 0; d < imageDetections.Length; d++)
            {
                scores[s.DetectionStart + d] = imageDetections[d].Score;
                ranks[s.DetectionStart + d] = d;
            }
        }

        // Ranking once is enough: leaving detections out of a stable order keeps it stable.
        var order = StableSort.IndexesByFallingScore(scores);
        var result = new ClassAccumulation { CountedTruth = counted[AllAreas], CountedByArea = counted };
        for (var setting = 0; setting < s_settings.Length; setting++)
        {
            var (area, limit) = s_settings[setting];
            if (counted[area] > 0)
            {
                result.Accumulate(setting, order, ranks, limit, matched[area], ignored[area], counted[area]);
            }
        }

        result.ConfidenceCurve = result.Curve(order, scores, matched[AllAreas], ignored[AllAreas], counted[AllAreas]);
        return result;
    }

    private void Accumulate(int setting, int[] order, int[] ranks, int limit, ushort[] matched, ushort[] ignored, int truthCount)
    {
        var precision = new double[ThresholdCount * RecallCount];
        var recall = new double[ThresholdCount];
        var points = new double[order.Length];
        var found = new int[order.Length];
        for (var t = 0; t < ThresholdCount; t++)
        {
            var bit = 1 << t;
            var (truePositives, count) = (0, 0);
            for (var i = 0; i < order.Length; i++)
            {
                // An ignored detection repeats the point before it; leaving it out changes no interpolated value.
                var d = order[i];
                if (ranks[d] < limit && (ignored[d] & bit) == 0)
                {
                    truePositives += (matched[d] & bit) != 0 ? 1 : 0;
                    found[count] = truePositives;
                    count++;
                    points[count - 1] = truePositives / (count + CocoParameters.PrecisionEpsilon);
                }
            }

            for (var i = count - 1; i > 0; i--)
            {
                points[i - 1] = Math.Max(points[i - 1], points[i]);
            }

            recall[t] = truePositives / (double)truthCount;
            var at = 0;
            for (var r = 0; r < RecallCount; r++)
            {
                while (at < count && found[at] / (double)truthCount < CocoParameters.RecallPointArray[r])
                {
                    at++;
                }

                precision[(t * RecallCount) + r] = at < count ? points[at] : 0;
            }
        }

        _precision[setting] = precision;
        _recall[setting] = recall;
    }

    private ConfidenceCurve Curve(int[] order, double[] scores, ushort[] matched, ushort[] ignored, int truthCount)
    {
        var kept = new double[order.Length];
        var found = new int[order.Length];
        var (truePositives, count) = (0, 0);
        foreach (var d in order)
        {
            // Bit 0 is IoU .5.
            if ((ignored[d] & 1) == 0)
            {
                truePositives += matched[d] & 1;
                Calibration.Add(scores[d], (matched[d] & 1) != 0);
                kept[count] = scores[d];
                found[count++] = truePositives;
            }
        }

        return ConfidenceCurve.FromRanking(kept.AsSpan(0, count), found.AsSpan(0, count), truthCount);
    }
}
