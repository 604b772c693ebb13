using System.ComponentModel.DataAnnotations;
using Platform.Training.Models;
using Platform.Training.Recipes;

namespace Platform.Web.Components.Models;

/// <summary>The settings of a training that people change; everything else keeps the recipe's defaults.</summary>
public sealed class TrainForm
{
    private readonly TrainingRecipe _defaults;

    public TrainForm(TrainingRecipe defaults)
    {
        _defaults = defaults;
        (Size, Epochs, ImageSize, BatchSize, Seed) = (defaults.Size, defaults.Epochs, defaults.ImageSize, defaults.BatchSize, defaults.Seed);
        Source = defaults.Classification?.Source ?? ClassificationSource.Tags;
    }

    public Guid DatasetVersionId { get; set; }

    public DetectorSize Size { get; set; }

    [Range(1, 10_000)]
    public int Epochs { get; set; }

    public int ImageSize { get; set; }

    [Range(1, 1024)]
    public int BatchSize { get; set; }

    public int Seed { get; set; }

    public bool TrainOnValidation { get; set; }

    /// <summary>What a classifier looks at.</summary>
    public ClassificationSource Source { get; set; }

    /// <summary>Whether the task asks for <see cref="Source"/>.</summary>
    public bool HasSource => _defaults.Classification is not null;

    public TrainingRecipe ToRecipe() => _defaults with
    {
        Size = Size,
        Epochs = Epochs,
        ImageSize = ImageSize,
        BatchSize = BatchSize,
        Seed = Seed,
        Classification = _defaults.Classification is { } classification ? classification with { Source = Source } : null,
    };
}
