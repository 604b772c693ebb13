using Platform.Training.Evaluation;

namespace Platform.Training.Tasks.Cls;

/// <summary>JSON in evaluation.details of a classifier.</summary>
/// <param name="ClassKeys">In index order.</param>
/// <param name="ClassNames">In index order.</param>
public sealed record ClassificationEvaluationDetails(IReadOnlyList<string> ClassKeys, IReadOnlyList<string> ClassNames, ClassificationMetrics Classification)
{
    /// <summary>Images whose most probable class is none of theirs, the surest first; null in evaluations stored before there were any.</summary>
    public WorstImages? Worst { get; init; }
}

/// <summary>Result of a classification evaluation; shares are 0 where there is nothing to count.</summary>
public sealed record ClassificationMetrics
{
    /// <summary>Share of images whose most probable class is one of their tags.</summary>
    public required double Top1 { get; init; }

    /// <summary>Share of images with a tag among the five most probable classes.</summary>
    public required double Top5 { get; init; }

    /// <summary>Mean over the classes that occur.</summary>
    public required double Precision { get; init; }

    /// <summary>Mean over the classes that occur: each class counts alike, however rare.</summary>
    public required double Recall { get; init; }

    /// <summary>Mean over the classes that occur.</summary>
    public required double F1 { get; init; }

    public required int ImageCount { get; init; }

    public required IReadOnlyList<ClassAccuracy> Classes { get; init; }

    /// <summary>By class: the lowest probability from which on at least 95 % of what the network calls so is so; null where it never is. Null in evaluations stored before there was any.</summary>
    public IReadOnlyList<double?>? SureFrom { get; init; }

    /// <summary>[C x C] counts of true class (row) against most probable class (column).</summary>
    public required IReadOnlyList<int> Confusion { get; init; }

    /// <summary>Of the most probable class; null in evaluations stored before there was any.</summary>
    public Calibration? Calibration { get; init; }
}

/// <summary>The figures of one class.</summary>
/// <param name="ImageCount">Images with this tag.</param>
/// <param name="Accuracy">Share of them that the network says this class of; null where there are none.</param>
/// <param name="Precision">Share of the images it says this class of that have the tag; null where there are none.</param>
public sealed record ClassAccuracy(int ClassIndex, int ImageCount, double? Accuracy, double? Precision);
