namespace Platform.Training.Trainer;

/// <summary>Expects the rest of a run from moving averages of step and evaluation time.</summary>
public sealed class EtaEstimator
{
    /// <summary>Share of the newest interval: follows a changed machine load within about ten reports.</summary>
    private const double Weight = 0.2;

    private double? _stepSeconds;
    private double? _validationSeconds;

    public void AddSteps(int steps, double seconds) => _stepSeconds = Blend(_stepSeconds, seconds / steps);

    public void AddValidation(double seconds) => _validationSeconds = Blend(_validationSeconds, seconds);

    public double Remaining(int steps, int validations) =>
        (steps * (_stepSeconds ?? 0)) + (validations * (_validationSeconds ?? 0));

    private static double Blend(double? average, double value) =>
        average is { } known ? (known * (1 - Weight)) + (value * Weight) : value;
}
