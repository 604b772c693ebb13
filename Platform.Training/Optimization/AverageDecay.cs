namespace Platform.Training.Optimization;

/// <summary>Decay of the averaged weights, which are what is evaluated and shipped.</summary>
public static class AverageDecay
{
    /// <summary>Short memory at first, so that random weights are forgotten; later the bound. Iterations count from 0.</summary>
    public static double At(int iteration, double bound) => Math.Min(bound, (1.0 + iteration) / (10.0 + iteration));
}
