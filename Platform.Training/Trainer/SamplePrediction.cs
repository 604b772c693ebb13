namespace Platform.Training.Trainer;

/// <summary>A validation image with predicted boxes drawn on it.</summary>
public sealed record SamplePrediction(string Name, byte[] Jpeg);
