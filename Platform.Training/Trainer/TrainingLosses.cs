namespace Platform.Training.Trainer;

/// <summary>Weighted loss terms and the gradient norm before clipping.</summary>
public sealed record TrainingLosses(double Class, double Box, double Distribution, double GradientNorm)
{
    public double Total => Class + Box + Distribution;

    public bool IsFinite => double.IsFinite(Total) && double.IsFinite(GradientNorm);
}
