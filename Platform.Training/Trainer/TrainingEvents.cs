namespace Platform.Training.Trainer;

/// <summary>Something that happened in a training run.</summary>
public abstract record TrainingEvent;

/// <summary>The network stands and the first step is about to run; after a resume <paramref name="CompletedEpochs"/> is above zero.</summary>
public sealed record RunStarted(
    int CompletedEpochs, int Epochs, int IterationsPerEpoch, int TrainImages, int ValidationImages, long Parameters, string Device)
    : TrainingEvent;

/// <summary>Mean losses since the previous report; epochs and iterations count from 1.</summary>
/// <param name="Epoch">Epoch in progress.</param>
/// <param name="Iteration">Iterations of the epoch so far.</param>
/// <param name="TotalIterations">Iterations of the whole run so far.</param>
/// <param name="Losses">Mean over the interval.</param>
/// <param name="ImagesPerSecond">Over the interval, waiting for data included.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="EtaSeconds">Expected time to the end of the run, evaluations included.</param>
public sealed record BatchLogged(
    int Epoch, int Iteration, int TotalIterations, TrainingLosses Losses, double ImagesPerSecond, double LearningRate, double EtaSeconds) : TrainingEvent;

/// <summary>An epoch is trained and evaluated, and about to be saved: whoever goes on from an earlier checkpoint will hear of it once more.</summary>
/// <param name="Epoch">Counts from 1.</param>
/// <param name="Losses">Mean over the epoch.</param>
/// <param name="Metrics">Of the averaged weights on the validation images; null where this epoch was not evaluated.</param>
/// <param name="Seconds">Training part, waiting for data included.</param>
/// <param name="StepSeconds">Steps alone; seconds above 1.15 times this mean that the data loader is too slow.</param>
/// <param name="ValidationSeconds">Evaluation part.</param>
/// <param name="Stages">Where the step time went.</param>
/// <param name="IsBest">Whether this is the best epoch so far.</param>
public sealed record EpochCompleted(
    int Epoch,
    TrainingLosses Losses,
    ValidationMetrics? Metrics,
    double Seconds,
    double StepSeconds,
    double ValidationSeconds,
    IReadOnlyDictionary<string, double> Stages,
    bool IsBest) : TrainingEvent
{
    /// <summary>The same figures of the other side; null where the epoch was not evaluated.</summary>
    public FitFigures? Fit { get; init; }
}

/// <summary>A few validation images with the boxes that the averaged weights find on them.</summary>
public sealed record SamplePredictionsReady(int Epoch, IReadOnlyList<SamplePrediction> Samples) : TrainingEvent;

/// <summary>The same validation images with what people annotated on them; told once, before the first predictions.</summary>
public sealed record SampleTruthReady(IReadOnlyList<SamplePrediction> Samples) : TrainingEvent;

/// <summary>A sentence for the run's log.</summary>
public sealed record LogLine(LogSeverity Severity, string Text) : TrainingEvent
{
    /// <summary>Names the sentence, so that it can be said in other languages; null for one that cannot.</summary>
    public string? Code { get; init; }

    /// <summary>What the sentence names, in the order of its placeholders.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>A checkpoint is safely on disk.</summary>
public sealed record CheckpointSaved(int Epoch, CheckpointKind Kind, string File) : TrainingEvent;

/// <summary>A checkpoint could not be written; the training waits until it can be, and earlier checkpoints are untouched. Told once.</summary>
public sealed record CheckpointFailed(int Epoch, CheckpointKind Kind, string Reason) : TrainingEvent;

/// <summary>All epochs are done.</summary>
public sealed record RunCompleted(int Epochs, ValidationMetrics? Metrics, int? BestEpoch, double Seconds) : TrainingEvent;

/// <summary>How much attention a log line wants.</summary>
public enum LogSeverity
{
    Information,
    Warning,
}
