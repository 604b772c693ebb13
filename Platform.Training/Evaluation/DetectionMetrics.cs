namespace Platform.Training.Evaluation;

/// <summary>
/// Result of a detection evaluation. <see cref="Map50To95"/>, <see cref="Map50"/> and <see cref="Map75"/> are 0 when no class has ground truth;
/// figures that may be undefined (area ranges, single classes) are null then, where the reference prints -1.
/// </summary>
public sealed record DetectionMetrics
{
    private const int MaxClassCurves = 100;

    public required double Map50To95 { get; init; }

    public required double Map50 { get; init; }

    public required double Map75 { get; init; }

    public required double? MapSmall { get; init; }

    public required double? MapMedium { get; init; }

    public required double? MapLarge { get; init; }

    /// <summary>Average recall with at most 1 detection per image and class.</summary>
    public required double? RecallAt1 { get; init; }

    public required double? RecallAt10 { get; init; }

    public required double? RecallAt100 { get; init; }

    public required double? RecallSmall { get; init; }

    public required double? RecallMedium { get; init; }

    public required double? RecallLarge { get; init; }

    /// <summary>Mean over classes at <see cref="BestConfidence"/>, IoU .5.</summary>
    public required double Precision { get; init; }

    /// <summary>Mean over classes at <see cref="BestConfidence"/>, IoU .5.</summary>
    public required double Recall { get; init; }

    /// <summary>The highest class-mean F1 over all confidences, IoU .5.</summary>
    public required double F1 { get; init; }

    /// <summary>The confidence with the highest class-mean F1 (middle of the plateau): the recommended display threshold.</summary>
    public required double BestConfidence { get; init; }

    public required int ImageCount { get; init; }

    /// <summary>Annotated objects without crowd regions.</summary>
    public required int GroundTruthCount { get; init; }

    public required int DetectionCount { get; init; }

    public required IReadOnlyList<ClassMetrics> Classes { get; init; }

    /// <summary>Class means over confidence (IoU .5).</summary>
    public required ConfidenceCurve ConfidenceCurve { get; init; }

    /// <summary>Class-mean interpolated precision at the 101 recall points (IoU .5); empty without ground truth.</summary>
    public required IReadOnlyList<double> PrecisionRecallCurve { get; init; }

    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Null in evaluations stored before there was any.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Objects in the area ranges small, medium and large; null in evaluations stored before it was counted.</summary>
    public IReadOnlyList<int>? ObjectsBySize { get; init; }

    /// <summary>As it is stored: curves of a hundred steps and four decimals, and of the classes with most objects only, so that its size is bounded.</summary>
    public DetectionMetrics ToStored()
    {
        var drawn = Classes.OrderByDescending(item => item.GroundTruthCount).Take(MaxClassCurves).Select(item => item.ClassIndex).ToHashSet();
        return this with
        {
            ConfidenceCurve = ConfidenceCurve.Thinned(),
            PrecisionRecallCurve = Rounded(PrecisionRecallCurve),
            Classes = [.. Classes.Select(item => item with
            {
                PrecisionRecallCurve = drawn.Contains(item.ClassIndex) ? Rounded(item.PrecisionRecallCurve) : [],
                ConfidenceCurve = drawn.Contains(item.ClassIndex) ? item.ConfidenceCurve.Thinned() : new ConfidenceCurve([], [], []),
            })],
        };
    }

    private static double[] Rounded(IReadOnlyList<double> values) => [.. values.Select(value => Math.Round(value, 4))];
}

/// <summary>The figures of one class; average precisions are null when the class has no ground truth.</summary>
public sealed record ClassMetrics
{
    public required int ClassIndex { get; init; }

    /// <summary>Images that hold at least one object of the class.</summary>
    public required int ImageCount { get; init; }

    /// <summary>Annotated objects without crowd regions.</summary>
    public required int GroundTruthCount { get; init; }

    public required int DetectionCount { get; init; }

    public required double? Ap50To95 { get; init; }

    public required double? Ap50 { get; init; }

    public required double? Ap75 { get; init; }

    /// <summary>At the evaluation's best confidence, IoU .5.</summary>
    public required double Precision { get; init; }

    /// <summary>At the evaluation's best confidence, IoU .5.</summary>
    public required double Recall { get; init; }

    /// <summary>At the evaluation's best confidence, IoU .5.</summary>
    public required double F1 { get; init; }

    /// <summary>Interpolated precision at the 101 recall points (IoU .5); empty without ground truth.</summary>
    public required IReadOnlyList<double> PrecisionRecallCurve { get; init; }

    /// <summary>Precision, recall and F1 over confidence (IoU .5).</summary>
    public required ConfidenceCurve ConfidenceCurve { get; init; }
}
