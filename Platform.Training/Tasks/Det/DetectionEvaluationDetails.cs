using Platform.Training.Evaluation;

namespace Platform.Training.Tasks.Det;

/// <summary>JSON in evaluation.details of a detector, segmenter or pose network.</summary>
/// <param name="ClassKeys">In index order.</param>
/// <param name="ClassNames">In index order.</param>
public sealed record DetectionEvaluationDetails(IReadOnlyList<string> ClassKeys, IReadOnlyList<string> ClassNames, DetectionMetrics Metrics)
{
    /// <summary>Null in evaluations stored before there were any.</summary>
    public WorstImages? Worst { get; init; }
}
