using Platform.Core.Models.Model;
using Platform.Training.Export;
using Platform.Training.Inference;

namespace Platform.Training.Conversion;

/// <summary>How closely a converted file gives what its network gives, on the same prepared pixels.</summary>
/// <param name="MaxDifference">Largest absolute difference of any value, by output.</param>
/// <param name="Tolerance">By output; none where the score alone decides.</param>
public sealed record ConversionParity(int ImageCount, IReadOnlyDictionary<string, float> MaxDifference, IReadOnlyDictionary<string, float> Tolerance)
{
    // Half precision keeps three digits; over fifty layers one and a half are left.
    private const float HalfShare = 0.05f;

    // Of values above 100, such as coordinates, single precision is asked for five digits.
    private const float SingleShare = 1e-5f;

    /// <summary>Null, or what is wrong.</summary>
    public (string Output, float Difference, float Bound)? Violation
    {
        get
        {
            foreach (var (output, difference) in MaxDifference)
            {
                var bound = Tolerance.TryGetValue(output, out var given) ? given : float.MaxValue;
                if (!(difference <= bound))
                {
                    return (output, difference, bound);
                }
            }

            return null;
        }
    }

    /// <param name="reference">The network itself.</param>
    /// <param name="converted">The file, with the same outputs.</param>
    /// <param name="outputs">Their names, in order.</param>
    /// <param name="images">Planes [3, H, W] of each image.</param>
    /// <param name="precision">Decides the bounds.</param>
    /// <param name="cancellation">Checked between images.</param>
    public static ConversionParity Measure(
        INetworkRunner reference, INetworkRunner converted, IReadOnlyList<string> outputs, IReadOnlyList<Func<float[]>> images, ArtifactPrecision precision, CancellationToken cancellation)
    {
        var (differences, magnitudes) = (new float[outputs.Count], new float[outputs.Count]);
        foreach (var image in images)
        {
            cancellation.ThrowIfCancellationRequested();
            var planes = image();
            var (expected, actual) = (reference.Run(planes, 1), converted.Run(planes, 1));
            for (var i = 0; i < outputs.Count; i++)
            {
                differences[i] = Math.Max(differences[i], DetectionComparison.MaxDifference(expected[i], actual[i]));
                magnitudes[i] = expected[i].Aggregate(magnitudes[i], (largest, value) => Math.Max(largest, Math.Abs(value)));
            }
        }

        var bounds = outputs.Select((name, i) => (name, BoundOf(precision, magnitudes[i]))).Where(pair => pair.Item2 is not null);
        return new ConversionParity(
            images.Count, outputs.Select((name, i) => (name, differences[i])).ToDictionary(pair => pair.name, pair => pair.Item2), bounds.ToDictionary(pair => pair.name, pair => pair.Item2!.Value));
    }

    /// <summary>Detections of the network that the file with suppression in its graph finds as well: class, score and corners alike.</summary>
    public static (int Expected, int Actual, int Matched) CountDetections(
        INetworkRunner reference, INetworkRunner converted, int classCount, IReadOnlyList<Func<float[]>> images, DetectionThresholds thresholds, ArtifactPrecision precision, CancellationToken cancellation)
    {
        var (boxPx, score) = precision == ArtifactPrecision.Fp32 ? (.1f, .001f) : (4f, .05f);
        var (expectedCount, actualCount, matched) = (0, 0, 0);
        foreach (var image in images)
        {
            cancellation.ThrowIfCancellationRequested();
            var planes = image();
            var raw = reference.Run(planes, 1);
            var expected = NonMaxSuppression.Select(raw[0], raw[1], classCount, thresholds);
            var actual = SuppressedDetections.Read(converted.Run(planes, 1)[0], 1, thresholds)[0];
            expectedCount += expected.Count;
            actualCount += actual.Count;
            matched += DetectionComparison.CountMatches(expected, actual, boxPx, score);
        }

        return (expectedCount, actualCount, matched);
    }

    // 8 bits move single values far where a score is near 0: there the score on the validation images decides.
    private static float? BoundOf(ArtifactPrecision precision, float magnitude) => precision switch
    {
        ArtifactPrecision.Fp32 => Math.Max(ParityReport.Tolerance, SingleShare * magnitude),
        ArtifactPrecision.Fp16 => Math.Max(ParityReport.Tolerance, HalfShare * magnitude),
        _ => null,
    };
}
