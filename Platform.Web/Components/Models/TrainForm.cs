using System.ComponentModel.DataAnnotations;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Runs.Commands;

namespace Platform.Web.Components.Models;

/// <summary>A recipe with the settings that people change most as properties of their own; the others are changed as text.</summary>
public sealed class TrainForm(TrainingRecipe recipe)
{
    public TrainingRecipe Recipe { get; set; } = recipe;

    public Guid DatasetVersionId { get; set; }

    public bool TrainOnValidation { get; set; }

    /// <summary>Imported weights to start from; empty for random ones.</summary>
    public Guid StartFromWeightsId { get; set; }

    public DetectorSize Size
    {
        get => Recipe.Size;
        set => Recipe = Recipe with { Size = value };
    }

    [Range(1, 10_000)]
    public int Epochs
    {
        get => Recipe.Epochs;
        set => Recipe = Recipe with { Epochs = value };
    }

    public int ImageSize
    {
        get => Recipe.ImageSize;
        set => Recipe = Recipe with { ImageSize = value };
    }

    [Range(1, 1024)]
    public int BatchSize
    {
        get => Recipe.BatchSize;
        set => Recipe = Recipe with { BatchSize = value };
    }

    public TrainingPrecision Precision
    {
        get => Recipe.Precision;
        set => Recipe = Recipe with { Precision = value };
    }

    public int Seed
    {
        get => Recipe.Seed;
        set => Recipe = Recipe with { Seed = value };
    }

    /// <summary>Null scales it with the batch size.</summary>
    public double? LearningRate
    {
        get => Recipe.Optimizer.LearningRate;
        set => Recipe = Recipe with { Optimizer = Recipe.Optimizer with { LearningRate = value } };
    }

    public double Mosaic
    {
        get => Recipe.Augmentation.MosaicProbability;
        set => Recipe = Recipe with { Augmentation = Recipe.Augmentation with { MosaicProbability = value } };
    }

    public double Flip
    {
        get => Recipe.Augmentation.FlipProbability;
        set => Recipe = Recipe with { Augmentation = Recipe.Augmentation with { FlipProbability = value } };
    }

    /// <summary>Whether the task asks for <see cref="Source"/>.</summary>
    public bool HasSource => Recipe.Classification is not null;

    /// <summary>What a classifier looks at.</summary>
    public ClassificationSource Source
    {
        get => Recipe.Classification?.Source ?? ClassificationSource.Tags;
        set => Recipe = Recipe with { Classification = (Recipe.Classification ?? new ClassificationRecipe()) with { Source = value } };
    }

    public LaunchTraining ToLaunch(Guid modelId) =>
        new(modelId, DatasetVersionId, Recipe, TrainOnValidation) { StartFromWeightsId = StartFromWeightsId == Guid.Empty ? null : StartFromWeightsId };
}
