namespace Platform.Training.Evaluation;

/// <summary>The constants of the COCO box evaluation.</summary>
public static class CocoParameters
{
    /// <summary>Detections kept per image and class for the main figures.</summary>
    public const int MaxDetections = 100;

    /// <summary>np.spacing(1): the reference divides by TP + FP + this, so a perfect precision reads 1 - 2^-52.</summary>
    internal const double PrecisionEpsilon = 2.220446049250313e-16;

    /// <summary>.50, .55 ... .95.</summary>
    public static IReadOnlyList<double> IouThresholds => IouThresholdArray;

    /// <summary>0, .01 ... 1.</summary>
    public static IReadOnlyList<double> RecallPoints => RecallPointArray;

    internal static readonly double[] IouThresholdArray = Linspace(.5, .95, 10);

    internal static readonly double[] RecallPointArray = Linspace(0, 1, 101);

    /// <summary>all, small, medium, large: square pixels, both ends inclusive.</summary>
    internal static readonly (double Min, double Max)[] AreaRanges =
    [
        (0, 1e10),
        (0, 32 * 32),
        (32 * 32, 96 * 96),
        (96 * 96, 1e10),
    ];

    // The same order of operations as numpy.linspace, so that values equal the reference bit by bit.
    private static double[] Linspace(double start, double stop, int count)
    {
        var step = (stop - start) / (count - 1);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (i * step) + start;
        }

        values[^1] = stop;
        return values;
    }
}
