namespace Platform.Training.Evaluation;

/// <summary>Matches the detections of one class in one image to its ground truth, for all ten IoU thresholds and one area range.</summary>
/// <remarks>
/// Follows evaluateImg of the reference: https://github.com/cocodataset/cocoapi/blob/master/PythonAPI/pycocotools/cocoeval.py.
/// Scratch arrays are reused between images, so an instance serves one thread.
/// </remarks>
internal sealed class CocoMatcher(OverlapMeasure measure)
{
    private double[] _overlaps = [];
    private double[] _bestOverlap = [];
    private bool[] _truthIgnored = [];
    private int[] _truthOrder = [];
    private bool[] _truthMatched = [];

    /// <summary>Computes detection x ground-truth overlaps of one image; call before <see cref="Match"/>.</summary>
    public void Load(ReadOnlySpan<GroundTruthBox> truth, ReadOnlySpan<DetectedBox> detections)
    {
        if (_overlaps.Length < truth.Length * detections.Length)
        {
            _overlaps = new double[truth.Length * detections.Length];
        }

        if (_bestOverlap.Length < detections.Length)
        {
            _bestOverlap = new double[detections.Length];
        }

        if (_truthIgnored.Length < truth.Length)
        {
            _truthIgnored = new bool[truth.Length];
            _truthOrder = new int[truth.Length];
            _truthMatched = new bool[truth.Length];
        }

        for (var d = 0; d < detections.Length; d++)
        {
            var best = 0.0;
            for (var g = 0; g < truth.Length; g++)
            {
                var overlap = measure.Of(detections[d], truth[g]);
                _overlaps[(d * truth.Length) + g] = overlap;
                best = Math.Max(best, overlap);
            }

            _bestOverlap[d] = best;
        }
    }

    /// <summary>Matches at every threshold. Bit t of a mask stands for threshold t.</summary>
    /// <param name="truth">The image's ground truth, as given to <see cref="Load"/>.</param>
    /// <param name="detections">The image's detections by falling score.</param>
    /// <param name="areaRange">Square pixels, inclusive.</param>
    /// <param name="matched">Receives per detection the thresholds at which it has a match.</param>
    /// <param name="ignored">Receives per detection the thresholds at which it counts neither way.</param>
    /// <returns>The number of ground-truth boxes that count.</returns>
    public int Match(
        ReadOnlySpan<GroundTruthBox> truth,
        ReadOnlySpan<DetectedBox> detections,
        (double Min, double Max) areaRange,
        Span<ushort> matched,
        Span<ushort> ignored)
    {
        var counted = OrderTruth(truth, areaRange);
        matched.Clear();
        ignored.Clear();
        for (var t = 0; t < CocoParameters.IouThresholdArray.Length; t++)
        {
            MatchAt(t, truth, detections.Length, matched, ignored);
        }

        const ushort AllThresholds = 0x3FF;
        for (var d = 0; d < detections.Length; d++)
        {
            var area = detections[d].Area ?? detections[d].Box.Area;
            if (area < areaRange.Min || area > areaRange.Max)
            {
                ignored[d] |= (ushort)(AllThresholds & ~matched[d]);
            }
        }

        return counted;
    }

    // Ground truth that does not count goes last; both halves keep their order.
    private int OrderTruth(ReadOnlySpan<GroundTruthBox> truth, (double Min, double Max) areaRange)
    {
        var counted = 0;
        for (var g = 0; g < truth.Length; g++)
        {
            var area = truth[g].Area ?? truth[g].Box.Area;
            _truthIgnored[g] = !truth[g].Counts || area < areaRange.Min || area > areaRange.Max;
            if (!_truthIgnored[g])
            {
                _truthOrder[counted++] = g;
            }
        }

        var next = counted;
        for (var g = 0; g < truth.Length; g++)
        {
            if (_truthIgnored[g])
            {
                _truthOrder[next++] = g;
            }
        }

        return counted;
    }

    private void MatchAt(int t, ReadOnlySpan<GroundTruthBox> truth, int detectionCount, Span<ushort> matched, Span<ushort> ignored)
    {
        var threshold = Math.Min(CocoParameters.IouThresholdArray[t], 1 - 1e-10);
        var bit = (ushort)(1 << t);
        Array.Clear(_truthMatched, 0, truth.Length);
        for (var d = 0; d < detectionCount; d++)
        {
            if (_bestOverlap[d] < threshold)
            {
                continue;
            }

            var best = threshold;
            var match = -1;
            for (var i = 0; i < truth.Length; i++)
            {
                var g = _truthOrder[i];
                if (_truthMatched[g] && !truth[g].IsCrowd)
                {
                    continue;
                }

                // Once a counting box is matched, the ignored ones behind it are not considered.
                if (match >= 0 && !_truthIgnored[match] && _truthIgnored[g])
                {
                    break;
                }

                // "Not less" lets a later box win a tie.
                var overlap = _overlaps[(d * truth.Length) + g];
                if (overlap >= best)
                {
                    best = overlap;
                    match = g;
                }
            }

            if (match >= 0)
            {
                _truthMatched[match] = true;
                matched[d] |= bit;
                if (_truthIgnored[match])
                {
                    ignored[d] |= bit;
                }
            }
        }
    }
}
