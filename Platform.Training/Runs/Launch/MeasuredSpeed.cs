using Platform.Training.Recipes;
using Platform.Training.Runs.Events;
using Platform.Training.Trainer;

namespace Platform.Training.Runs.Launch;

/// <summary>How fast this machine trained something, and how much memory it took.</summary>
/// <param name="Recipe">What was trained.</param>
/// <param name="Device">Where: cpu or cuda.</param>
/// <param name="RunId">The run it was; null for a short measurement.</param>
/// <param name="MemoryBytes">Beside what the server takes without a training; null where it was not watched.</param>
public sealed record MeasuredSpeed(TrainingRecipe Recipe, string Device, Guid? RunId, double SecondsPerImage, double? ValidationSecondsPerImage, long? MemoryBytes)
{
    private const long LeastGrowthBytes = 128L << 20;

    /// <summary>
    /// Cost of an image relative to another recipe's, without a unit. Convolutions grow with the square of the channels and with the pixels; measured on a
    /// CPU from nano to tiny by 2.1 where this says 2.25, from 320 to 416 pixels by 2.0 where this says 1.7.
    /// </summary>
    public static double CostOf(TrainingRecipe recipe)
    {
        var width = recipe.ArchitectureFor(1).Width;
        return width * width * recipe.ImageSize * recipe.ImageSize;
    }

    /// <summary>Whether its figures hold for the recipe without scaling.</summary>
    public bool IsOf(TrainingRecipe recipe) => Alike(recipe) && Recipe.BatchSize == recipe.BatchSize;

    /// <summary>Whether an image costs as much.</summary>
    public bool Alike(TrainingRecipe recipe) => Recipe.Task == recipe.Task && CostOf(Recipe).Equals(CostOf(recipe));

    public static MeasuredSpeed Of(TrainingRecipe recipe, string device, StepProbe probe) =>
        new(recipe, device, null, probe.SecondsPerImage, probe.ValidationSecondsPerImage, probe.MemoryBytes);

    /// <summary>What a run's history tells; null before its second epoch, since the first one decodes the images.</summary>
    public static MeasuredSpeed? Of(RunRecord run, TrainingRecipe recipe, IReadOnlyList<RunEvent> history)
    {
        var began = history.OfType<TrainingBegan>().LastOrDefault();
        var epochs = history.OfType<EpochEnded>().Skip(1).ToList();
        if (began is null || epochs.Count == 0)
        {
            return null;
        }

        var validations = epochs.FindAll(epoch => epoch.Metrics.Count > 0 && epoch.ValidationSeconds > 0);
        return new MeasuredSpeed(
            recipe, began.Device.Split(':')[0], run.Id,
            Median(epochs.Select(epoch => epoch.Seconds)) / Math.Max(1, began.TrainImages),
            validations.Count == 0 || began.ValidationImages == 0 ? null : Median(validations.Select(epoch => epoch.ValidationSeconds)) / began.ValidationImages,
            MemoryOf(history.OfType<ResourcesMeasured>().ToList()));
    }

    // A process that trained before holds memory already, so that a run in it seems to take none.
    private static long? MemoryOf(List<ResourcesMeasured> samples)
    {
        var grown = samples.Count == 0 ? 0 : samples.Max(sample => sample.ProcessBytes) - samples[0].ProcessBytes;
        return grown < LeastGrowthBytes ? null : grown;
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
