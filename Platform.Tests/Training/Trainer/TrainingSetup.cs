using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

/// <summary>A training small enough for a test: a few seconds on two cores.</summary>
internal static class TrainingSetup
{
    public static DetectionRecipe Recipe { get; } = new()
    {
        Width = 0.125,
        ImageSize = 64,
        BatchSize = 4,
        Epochs = 4,
        Threads = 2,
        Reporting = new ReportingRecipe { LogInterval = 1, CheckpointInterval = 2 },
    };

    public static TrainingState Train(
        DetectionRecipe recipe,
        ITrainingObserver observer,
        ICheckpointSink? checkpoints = null,
        TrainingSnapshot? resumeFrom = null,
        IDetectionValidator? validator = null,
        ShapeBatches? batches = null,
        CancellationTokenSource? stop = null) =>
        new DetectionTrainer(
            recipe, ShapeBatches.ClassCount, batches ?? new ShapeBatches(recipe), validator, checkpoints, observer, TimeProvider.System)
        .Run(resumeFrom, (stop ?? new CancellationTokenSource()).Token);
}
