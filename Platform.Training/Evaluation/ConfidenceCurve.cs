namespace Platform.Training.Evaluation;

/// <summary>
/// Precision, recall and F1 for a rising confidence threshold, sampled at 0, .001 ... 1. A detection counts when its score is at least the
/// threshold; where nothing is left precision counts as 0. Stored curves are <see cref="Thinned()"/>.
/// </summary>
public sealed record ConfidenceCurve(IReadOnlyList<double> Precision, IReadOnlyList<double> Recall, IReadOnlyList<double> F1)
{
    /// <summary>Samples in each list.</summary>
    public const int SampleCount = 1001;

    /// <summary>The threshold of a sample.</summary>
    public static double ConfidenceAt(int sample) => sample / (double)(SampleCount - 1);

    /// <summary>Every tenth sample, rounded to four decimals: sampled at 0, .01 ... 1, as evaluations are stored.</summary>
    public ConfidenceCurve Thinned() => new(Thinned(Precision), Thinned(Recall), Thinned(F1));

    /// <param name="scores">Scores of the counted detections, highest first.</param>
    /// <param name="truePositives">Running number of true positives, one per score.</param>
    /// <param name="groundTruthCount">Objects that can be found.</param>
    internal static ConfidenceCurve FromRanking(ReadOnlySpan<double> scores, ReadOnlySpan<int> truePositives, int groundTruthCount)
    {
        var precision = new double[SampleCount];
        var recall = new double[SampleCount];
        var f1 = new double[SampleCount];
        var kept = scores.Length;
        for (var sample = 0; sample < SampleCount; sample++)
        {
            var confidence = ConfidenceAt(sample);
            while (kept > 0 && scores[kept - 1] < confidence)
            {
                kept--;
            }

            if (kept == 0)
            {
                break;
            }

            var found = truePositives[kept - 1];
            precision[sample] = found / (double)kept;
            recall[sample] = groundTruthCount == 0 ? 0 : found / (double)groundTruthCount;

            // 2PR/(P+R) without its 0/0.
            f1[sample] = 2.0 * found / (kept + groundTruthCount);
        }

        return new ConfidenceCurve(precision, recall, f1);
    }

    internal static ConfidenceCurve Mean(IReadOnlyCollection<ConfidenceCurve> curves) => new(
        Mean(curves, curve => curve.Precision),
        Mean(curves, curve => curve.Recall),
        Mean(curves, curve => curve.F1));

    /// <summary>The middle of the first plateau of highest F1: the sample least sensitive to scores that shift a little.</summary>
    internal int BestSample()
    {
        // The margin keeps rounding in the class mean from splitting a plateau.
        const double Margin = 1e-12;
        var (first, last) = (0, 0);
        for (var sample = 1; sample < SampleCount; sample++)
        {
            if (F1[sample] > F1[first] + Margin)
            {
                (first, last) = (sample, sample);
            }
            else if (last == sample - 1 && F1[sample] >= F1[first] - Margin)
            {
                last = sample;
            }
        }

        return (first + last) / 2;
    }

    private static double[] Thinned(IReadOnlyList<double> values) => [.. values.Where((_, sample) => sample % 10 == 0).Select(value => Math.Round(value, 4))];

    private static double[] Mean(IReadOnlyCollection<ConfidenceCurve> curves, Func<ConfidenceCurve, IReadOnlyList<double>> pick)
    {
        var mean = new double[SampleCount];
        foreach (var curve in curves)
        {
            var values = pick(curve);
            for (var sample = 0; sample < SampleCount; sample++)
            {
                mean[sample] += values[sample] / curves.Count;
            }
        }

        return mean;
    }
}
