using System.Text.Json.Serialization;

namespace Platform.Training.Recipes;

/// <summary>How often a run measures, reports and saves itself.</summary>
public sealed record ReportingRecipe
{
    private const int MaxSampleSets = 200;
    private const int DefaultFitImages = 64;

    /// <summary>Iterations between loss reports; each one waits for the device.</summary>
    public int LogInterval { get; init; } = 5;

    /// <summary>Epochs between evaluations on the validation images; the last epoch is always evaluated.</summary>
    public int ValidationInterval { get; init; } = 1;

    /// <summary>Epochs between sample predictions; 0 makes none. Long runs make them less often, see <see cref="SampleIntervalOf"/>.</summary>
    public int SampleInterval { get; init; } = 1;

    /// <summary>Validation images shown with their predictions.</summary>
    public int SampleCount { get; init; } = 4;

    /// <summary>
    /// Images of either side, training and validation, that losses and scores are compared on after an evaluation; 0 compares none, null takes 64. Not written
    /// where it is null, so that stored recipes keep their hash.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FitImages { get; init; }

    /// <summary>Epochs between kept checkpoints; the rolling last one is written after every epoch.</summary>
    public int CheckpointInterval { get; init; } = 5;

    /// <summary>Kept checkpoints, besides last, best and final.</summary>
    public int CheckpointsKept { get; init; } = 3;

    /// <summary>As <see cref="FitImages"/>, with its default.</summary>
    [JsonIgnore]
    public int FitImageCount => FitImages ?? DefaultFitImages;

    /// <summary>Epochs between sample predictions in a run of this length, so that it never leaves more than two hundred sets of pictures.</summary>
    public int SampleIntervalOf(int epochs) => SampleInterval == 0 ? 0 : Math.Max(SampleInterval, (epochs + MaxSampleSets - 1) / MaxSampleSets);
}
