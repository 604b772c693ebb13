using Platform.Training.Models;

namespace Platform.Training.Recipes;

/// <summary>How much time a training may take.</summary>
public enum RecipePreset
{
    /// <summary>Minutes: whether the data can be learnt at all.</summary>
    QuickLook,

    /// <summary>The task's own defaults.</summary>
    Balanced,

    /// <summary>Hours: a wider network, larger images and three times the epochs.</summary>
    Best,
}

/// <summary>Starting points for recipes; each is the task's defaults with few changes, so that a difference to them means something.</summary>
public static class RecipePresets
{
    private const int QuickEpochs = 10;
    private const int QuickSide = 224;
    private const int BestFactor = 3;
    private const int Step = 32;

    public static TrainingRecipe Of(RecipePreset preset, TrainingRecipe defaults) => preset switch
    {
        RecipePreset.QuickLook => defaults with { Epochs = Math.Min(QuickEpochs, defaults.Epochs), ImageSize = Math.Min(QuickSide, defaults.ImageSize) },
        RecipePreset.Best => defaults with
        {
            Size = DetectorSize.Tiny,
            Epochs = BestFactor * defaults.Epochs,

            // A third more pixels a side, on the network's grid: 320 becomes 416, 224 becomes 288.
            ImageSize = defaults.ImageSize * 13 / 10 / Step * Step,
        },
        _ => defaults,
    };
}
