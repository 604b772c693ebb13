namespace Platform.Training.Losses;

/// <summary>How much each term counts.</summary>
public sealed record LossWeights
{
    /// <summary>Class scores (quality focal loss).</summary>
    public double Class { get; init; } = 1;

    /// <summary>Boxes (1 - GIoU).</summary>
    public double Box { get; init; } = 2;

    /// <summary>Box-side distributions (distribution focal loss).</summary>
    public double Distribution { get; init; } = 0.25;
}
