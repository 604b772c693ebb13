namespace Platform.Training.Trainer;

/// <summary>A validation image with predicted boxes drawn on it.</summary>
public sealed record SamplePrediction(string Name, byte[] Jpeg)
{
    /// <summary>What cannot be drawn: the text that was read.</summary>
    public string? Caption { get; init; }
}
