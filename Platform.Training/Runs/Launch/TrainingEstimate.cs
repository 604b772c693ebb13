using Platform.Training.Recipes;

namespace Platform.Training.Runs.Launch;

/// <summary>What a training will probably take.</summary>
/// <param name="Seconds">From its first step to its last validation.</param>
/// <param name="MemoryBytes">Beside what the server takes already; null where nothing was measured.</param>
/// <param name="Basis">What the figures come from.</param>
/// <param name="BasisRunId">The run that they come from.</param>
/// <param name="IsScaled">Whether the basis was measured with another network or image size and reckoned up.</param>
/// <param name="Device">cpu or cuda.</param>
public sealed record TrainingEstimate(
    double Seconds, double EpochSeconds, double ValidationSeconds, int StepsPerEpoch, long? MemoryBytes, EstimateBasis Basis, Guid? BasisRunId, bool IsScaled, string Device)
{
    private const long CacheLimitBytes = 1L << 30;

    // A teacher runs forward beside each step, which is a third of one.
    private const double TeacherCost = 4.0 / 3;

    /// <summary>Reckons from a measured speed.</summary>
    public static TrainingEstimate Of(MeasuredSpeed speed, TrainingRecipe recipe, int trainImages, int validationImages, EstimateBasis basis)
    {
        var factor = MeasuredSpeed.CostOf(recipe) / MeasuredSpeed.CostOf(speed.Recipe);
        var shown = trainImages * recipe.ShownPerNewImage;
        var epoch = shown * speed.SecondsPerImage * factor * (recipe.Incremental?.Distils == true && speed.Recipe.Incremental?.Distils != true ? TeacherCost : 1);

        // Running forward only takes about a third of a training step.
        var validation = validationImages * (speed.ValidationSecondsPerImage ?? (speed.SecondsPerImage / 3)) * factor;
        var validations = validationImages == 0 ? 0 : (recipe.Epochs + recipe.Reporting.ValidationInterval - 1) / recipe.Reporting.ValidationInterval;
        return new TrainingEstimate(
            (recipe.Epochs * epoch) + (validations * validation), epoch, validation, (int)Math.Ceiling(shown / recipe.BatchSize),
            Memory(speed, recipe, trainImages + validationImages, basis), basis, speed.RunId, !speed.Alike(recipe), speed.Device);
    }

    // A short measurement saw few images; a run had all of its own decoded.
    private static long? Memory(MeasuredSpeed speed, TrainingRecipe recipe, int images, EstimateBasis basis)
    {
        if (speed.MemoryBytes is not { } measured)
        {
            return null;
        }

        var factor = MeasuredSpeed.CostOf(recipe) * recipe.BatchSize / (MeasuredSpeed.CostOf(speed.Recipe) * speed.Recipe.BatchSize);
        var cache = basis == EstimateBasis.Probe ? Math.Min(CacheLimitBytes, 3L * recipe.ImageSize * recipe.ImageSize * images) : 0;
        return (long)(measured * factor) + cache;
    }
}

/// <summary>Where an estimate comes from, the most trustworthy last.</summary>
public enum EstimateBasis
{
    /// <summary>A published measurement of another machine with two cores.</summary>
    Reference,

    /// <summary>A few steps on this machine.</summary>
    Probe,

    /// <summary>An earlier run on this machine.</summary>
    Run,
}
