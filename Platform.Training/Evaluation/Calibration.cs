namespace Platform.Training.Evaluation;

/// <summary>
/// Whether a confidence of .8 means being right eight times in ten: predictions by confidence, with the share of each bin that is right.
/// </summary>
/// <remarks>
/// With n predictions, n_b of them in bin b, the errors are ECE = sum_b n_b / n |acc(b) - conf(b)| and MCE = max_b |acc(b) - conf(b)|: Guo et al. 2017,
/// "On Calibration of Modern Neural Networks", arXiv:1706.04599, equations 3 and 5. A detection is right when it is matched at IoU .5, as in Küppers
/// et al. 2020, arXiv:2004.13546, with confidence as the only dimension.
/// </remarks>
/// <param name="ExpectedError">ECE, 0 to 1; null without predictions.</param>
/// <param name="MaximumError">MCE, 0 to 1; null without predictions.</param>
/// <param name="MinimumConfidence">Predictions below it are left out: a detector makes countless ones near zero, which would hide all others.</param>
/// <param name="Bins">Ten of equal width from 0 to 1; empty ones have no shares.</param>
public sealed record Calibration(double? ExpectedError, double? MaximumError, double MinimumConfidence, IReadOnlyList<CalibrationBin> Bins);

/// <summary>Predictions with a confidence from <paramref name="From"/> to below <paramref name="To"/>, 1 included in the last bin.</summary>
/// <param name="Confidence">Their mean; null where there are none.</param>
/// <param name="Accuracy">The share of them that is right; null where there are none.</param>
public sealed record CalibrationBin(double From, double To, int Count, double? Confidence, double? Accuracy);

/// <summary>Counts predictions into the bins of a <see cref="Calibration"/>.</summary>
public sealed class CalibrationTally(double minimumConfidence = 0)
{
    /// <summary>Where the calibration of detectors begins.</summary>
    public const double DetectionMinimum = 0.05;

    private const int BinCount = 10;

    private readonly int[] _counts = new int[BinCount];
    private readonly int[] _right = new int[BinCount];
    private readonly double[] _confidence = new double[BinCount];

    public void Add(double confidence, bool isRight)
    {
        if (confidence < minimumConfidence)
        {
            return;
        }

        var bin = Math.Clamp((int)(confidence * BinCount), 0, BinCount - 1);
        _counts[bin]++;
        _right[bin] += isRight ? 1 : 0;
        _confidence[bin] += confidence;
    }

    public void Add(CalibrationTally other)
    {
        for (var bin = 0; bin < BinCount; bin++)
        {
            _counts[bin] += other._counts[bin];
            _right[bin] += other._right[bin];
            _confidence[bin] += other._confidence[bin];
        }
    }

    public Calibration Finish()
    {
        var bins = Enumerable.Range(0, BinCount).Select(ToBin).ToList();
        var filled = bins.FindAll(bin => bin.Count > 0);
        double? expected = filled.Count == 0 ? null : filled.Sum(bin => bin.Count * Gap(bin)) / filled.Sum(bin => bin.Count);
        return new Calibration(expected, filled.Count == 0 ? null : filled.Max(Gap), minimumConfidence, bins);
    }

    private static double Gap(CalibrationBin bin) => Math.Abs(bin.Accuracy!.Value - bin.Confidence!.Value);

    private CalibrationBin ToBin(int bin)
    {
        var count = _counts[bin];
        return new CalibrationBin(
            bin / (double)BinCount, (bin + 1) / (double)BinCount, count, count == 0 ? null : _confidence[bin] / count, count == 0 ? null : _right[bin] / (double)count);
    }
}
