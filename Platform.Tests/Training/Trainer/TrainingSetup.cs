using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

/// <summary>A training small enough for a test: a few seconds on two cores.</summary>
internal static class TrainingSetup
{
    public static TrainingRecipe Recipe { get; } = new()
    {
        Width = 0.125,
        ImageSize = 64,
        BatchSize = 4,
        Epochs = 4,
        Threads = 2,
        Reporting = new ReportingRecipe { LogInterval = 1, CheckpointInterval = 2 },
    };

    public static TrainingState Train(
        TrainingRecipe recipe,
        ITrainingObserver observer,
        ICheckpointSink? checkpoints = null,
        TrainingSnapshot? resumeFrom = null,
        IValidator<Detector>? validator = null,
        ShapeBatches? batches = null,
        CancellationTokenSource? stop = null,
        StopSignal? signal = null)
    {
        using var learner = Learner(recipe);
        var trainer = new TaskTrainer<Detector>(recipe, learner, batches ?? new ShapeBatches(recipe), validator, checkpoints, observer, TimeProvider.System)
        {
            Stop = signal,
            SaveRetryInterval = TimeSpan.FromMilliseconds(1),
        };
        return trainer.Run(resumeFrom, (stop ?? new CancellationTokenSource()).Token);
    }

    public static DetectionLearner Learner(TrainingRecipe recipe) => new(recipe, ShapeBatches.ClassCount);
}
