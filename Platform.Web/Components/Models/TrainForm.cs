using System.ComponentModel.DataAnnotations;
using Platform.Training.Models;
using Platform.Training.Recipes;

namespace Platform.Web.Components.Models;

/// <summary>The settings of a training that people change; everything else keeps the recipe's defaults.</summary>
public sealed class TrainForm
{
    private static readonly TrainingRecipe s_default = new();

    public Guid DatasetVersionId { get; set; }

    public DetectorSize Size { get; set; } = s_default.Size;

    [Range(1, 10_000)]
    public int Epochs { get; set; } = s_default.Epochs;

    public int ImageSize { get; set; } = s_default.ImageSize;

    [Range(1, 1024)]
    public int BatchSize { get; set; } = s_default.BatchSize;

    public int Seed { get; set; } = s_default.Seed;

    public bool TrainOnValidation { get; set; }

    public TrainingRecipe ToRecipe() => s_default with { Size = Size, Epochs = Epochs, ImageSize = ImageSize, BatchSize = BatchSize, Seed = Seed };
}
