using Platform.Training.Recipes;

namespace Platform.Training.Optimization;

/// <summary>Linear warm-up, a flat stretch, then a cosine; a pure function of the iteration, so a resumed run needs no state.</summary>
public sealed class LearningRateSchedule
{
    private const double WarmupStart = 1e-5;

    private readonly OptimizerRecipe _recipe;
    private readonly double _peak;
    private readonly int _total;
    private readonly int _cosineStart;

    public LearningRateSchedule(OptimizerRecipe recipe, double peak, int totalIterations)
    {
        _recipe = recipe;
        _peak = peak;
        _total = totalIterations;
        _cosineStart = (int)(totalIterations * recipe.FlatFraction);
        WarmupIterations = Math.Min(recipe.WarmupIterations, (int)(totalIterations * recipe.WarmupFraction));
    }

    public int WarmupIterations { get; }

    /// <summary>The rate of an iteration, counted from 0.</summary>
    public double At(int iteration)
    {
        if (iteration < WarmupIterations)
        {
            return _peak * (WarmupStart + ((1 - WarmupStart) * iteration / WarmupIterations));
        }

        if (iteration < _cosineStart)
        {
            return _peak;
        }

        var progress = Math.Min(1, (iteration - _cosineStart) / (double)Math.Max(1, _total - _cosineStart));
        var floor = _peak * _recipe.FinalFraction;
        return floor + ((_peak - floor) * (1 + Math.Cos(Math.PI * progress)) / 2);
    }
}
