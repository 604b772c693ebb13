namespace Platform.Training.Inference;

/// <summary>What is kept of a detector's raw output.</summary>
/// <param name="Score">Lowest confidence kept (exclusive).</param>
/// <param name="Iou">A box that overlaps a better one of its class by more than this is dropped.</param>
/// <param name="MaxDetections">Most boxes per image.</param>
public sealed record DetectionThresholds(float Score, float Iou, int MaxDetections = 300)
{
    /// <summary>For measuring: nearly everything is kept, the evaluator ranks it.</summary>
    public static DetectionThresholds Evaluation { get; } = new(.001f, .65f);

    /// <summary>For people and auto-annotation.</summary>
    public static DetectionThresholds Display { get; } = new(.25f, .6f);
}
