using System.Text.Json.Serialization;
using Platform.Core.Models.Model;
using Platform.Training.Data;
using Platform.Training.Losses;
using Platform.Training.Models;

namespace Platform.Training.Recipes;

/// <summary>Everything that decides how a network is trained, whatever its task; stored with the run, so that the run can be repeated.</summary>
public sealed record TrainingRecipe
{
    /// <summary>What the network shall do. Not written for detectors, so that their stored recipes keep their hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ModelTask Task { get; init; }

    // Network

    public DetectorSize Size { get; init; } = DetectorSize.Nano;

    /// <summary>Width of the network input in pixels, a multiple of 32; its height too, except for text lines. Lower first, then wider: 320 suits CPUs, 640 GPUs.</summary>
    public int ImageSize { get; init; } = 320;

    /// <summary>Replaces the size's width factor; for tests and experiments.</summary>
    public double? Width { get; init; }

    // Run

    /// <summary>Passes over the training images. From scratch, small sets want 80 or more: the curve still rises there.</summary>
    public int Epochs { get; init; } = 80;

    /// <summary>Images a step: 8-16 on CPUs, 32-64 on GPUs.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Same seed, same data, same thread count on CPU: same losses.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>cpu, cuda or cuda:N.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of the tensor library; 0 takes every core.</summary>
    public int Threads { get; init; }

    /// <summary>Not written where it is single, so that stored recipes keep their hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TrainingPrecision Precision { get; init; }

    public OptimizerRecipe Optimizer { get; init; } = new();

    public LossWeights Losses { get; init; } = new();

    /// <summary>Null where the network is no classifier.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassificationRecipe? Classification { get; init; }

    /// <summary>Null where the network predicts no masks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SegmentationRecipe? Segmentation { get; init; }

    /// <summary>Null where the network predicts no skeletons.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PoseRecipe? Pose { get; init; }

    /// <summary>Null where the network reads no text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OcrRecipe? Ocr { get; init; }

    /// <summary>How training images are varied, and from when on they no longer are.</summary>
    public AugmentationRecipe Augmentation { get; init; } = new();

    public ReportingRecipe Reporting { get; init; } = new();

    /// <summary>Height of the network input in pixels.</summary>
    public int InputHeight => Ocr?.LineHeight ?? ImageSize;

    /// <summary>Null trains every epoch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EarlyStoppingRecipe? EarlyStopping { get; init; }

    /// <summary>Null where the network grows from no parent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IncrementalRecipe? Incremental { get; init; }

    /// <summary>Learning rate at the top of the schedule.</summary>
    public double PeakLearningRate =>
        (Optimizer.LearningRate ?? Optimizer.ReferenceLearningRate * Math.Sqrt((double)BatchSize / Optimizer.ReferenceBatchSize)) * (Incremental?.LearningRateFactor ?? 1);

    /// <summary>Images of a step for each new one of it: above 1 where earlier ones are shown again.</summary>
    public double ShownPerNewImage => Incremental is { Rehearses: true } part ? 1 / (1 - part.Rehearsal.BatchShare) : 1;

    /// <summary>The network this recipe trains.</summary>
    public DetectorArchitecture ArchitectureFor(int classCount)
    {
        var architecture = DetectorArchitecture.Of(Size, classCount);
        return Width is { } width ? architecture with { Width = width } : architecture;
    }
}
