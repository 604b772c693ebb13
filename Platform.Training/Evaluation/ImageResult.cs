namespace Platform.Training.Evaluation;

/// <summary>One annotated object. <paramref name="Area"/> replaces width x height for the area ranges (mask area, where there is a mask).</summary>
/// <param name="Shape">What an <see cref="OverlapMeasure"/> compares beside the box.</param>
/// <param name="IsIgnored">Counts neither way, and takes one detection only where a crowd takes any number: a skeleton without a labelled point.</param>
public readonly record struct GroundTruthBox(int ClassIndex, CocoBox Box, bool IsCrowd = false, double? Area = null, object? Shape = null, bool IsIgnored = false)
{
    /// <summary>Whether finding it is asked for.</summary>
    public bool Counts => !IsCrowd && !IsIgnored;
}

/// <summary>One predicted object with its confidence in 0..1.</summary>
/// <param name="Area">Replaces width x height for the area ranges.</param>
/// <param name="Shape">What an <see cref="OverlapMeasure"/> compares beside the box.</param>
public readonly record struct DetectedBox(int ClassIndex, double Score, CocoBox Box, double? Area = null, object? Shape = null);

/// <summary>Everything the evaluator needs from one image; all boxes share one coordinate space.</summary>
public sealed record ImageResult(IReadOnlyList<GroundTruthBox> GroundTruth, IReadOnlyList<DetectedBox> Detections)
{
    /// <summary>Of the sample, where images are to be found again.</summary>
    public string? Name { get; init; }

    /// <summary>Pixels, upright; 0 where it does not matter.</summary>
    public int Width { get; init; }

    /// <summary>Pixels, upright; 0 where it does not matter.</summary>
    public int Height { get; init; }
}
