namespace Platform.Training.Evaluation;

/// <summary>
/// COCO's object keypoint similarity (computeOks of https://github.com/cocodataset/cocoapi/blob/master/PythonAPI/pycocotools/cocoeval.py). Both
/// sides carry x, y, visibility of each point in turn as their shape, a float array.
/// </summary>
/// <param name="sigmaOf">Tolerance of a point, given its index.</param>
public sealed class KeypointOverlap(Func<int, double> sigmaOf) : OverlapMeasure
{
    private const double Spacing = 2.220446049250313e-16;

    /// <summary>The tolerances of COCO's 17 points of a person.</summary>
    public static IReadOnlyList<double> PersonSigmas { get; } =
        [.026, .025, .025, .035, .035, .079, .079, .072, .072, .062, .062, .107, .107, .087, .087, .089, .089];

    /// <summary>20 where boxes have 100.</summary>
    public override int MaxDetections => 20;

    public override double Of(in DetectedBox detection, in GroundTruthBox truth)
    {
        var (found, wanted) = ((float[])detection.Shape!, (float[])truth.Shape!);
        var area = truth.Area ?? truth.Box.Area;
        var labelled = Enumerable.Range(0, wanted.Length / 3).Count(k => wanted[(3 * k) + 2] > 0);
        var (sum, counted) = (0.0, 0);
        for (var k = 0; k < wanted.Length / 3; k++)
        {
            if (labelled > 0 && wanted[(3 * k) + 2] <= 0)
            {
                continue;
            }

            counted++;
            if (3 * k >= found.Length)
            {
                // Of another class, with fewer points: those that it lacks are nowhere near.
                continue;
            }

            // Without any labelled point the distance is that to the box, enlarged to twice its size each way.
            var (dx, dy) = labelled > 0
                ? (found[3 * k] - (double)wanted[3 * k], found[(3 * k) + 1] - (double)wanted[(3 * k) + 1])
                : (Outside(found[3 * k], truth.Box.X, truth.Box.Width), Outside(found[(3 * k) + 1], truth.Box.Y, truth.Box.Height));
            var variance = 4 * sigmaOf(k) * sigmaOf(k);
            sum += Math.Exp(-((dx * dx) + (dy * dy)) / variance / (area + Spacing) / 2);
        }

        return counted == 0 ? 0 : sum / counted;
    }

    private static double Outside(double position, double start, double length) => Math.Max(0, start - length - position) + Math.Max(0, position - (start + (2 * length)));
}
