using System.Text.Json.Serialization;

namespace Platform.Training.Runs.Events;

/// <summary>Something that happened in a run; the feed numbers events from 1 and watchers read on from the last number they saw.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StateChanged), "state")]
[JsonDerivedType(typeof(ProgressMade), "progress")]
[JsonDerivedType(typeof(EpochEnded), "epoch")]
[JsonDerivedType(typeof(LineLogged), "log")]
[JsonDerivedType(typeof(SamplesDrawn), "samples")]
[JsonDerivedType(typeof(ResumedAt), "resumed")]
[JsonDerivedType(typeof(TrainingBegan), "began")]
[JsonDerivedType(typeof(TruthDrawn), "truth")]
[JsonDerivedType(typeof(ResourcesMeasured), "resources")]
public abstract record RunEvent
{
    public long Sequence { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>The run entered a state; the message says why where the state alone does not.</summary>
/// <param name="Message">In English.</param>
public sealed record StateChanged(RunState State, string? Message = null) : RunEvent
{
    /// <summary>Names the message, as <see cref="LineLogged.Code"/>.</summary>
    public string? Code { get; init; }

    /// <summary>What the message names, in the order of its placeholders.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }
}

/// <summary>A few optimiser steps were done.</summary>
/// <param name="Epoch">1-based, of <paramref name="Epochs"/>.</param>
/// <param name="Iteration">1-based within the epoch, of <paramref name="Iterations"/>.</param>
/// <param name="Losses">Mean of each loss part since the previous event, by name; "total" among them.</param>
public sealed record ProgressMade(
    int Epoch, int Epochs, int Iteration, int Iterations, double LearningRate, double ImagesPerSecond, double RemainingSeconds, IReadOnlyDictionary<string, double> Losses) : RunEvent;

/// <summary>An epoch was done.</summary>
/// <param name="Metrics">Scores of the EMA weights on the validation split, by name (mAP50, mAP50_95, precision, recall, f1); empty when not validated.</param>
/// <param name="Seconds">Wall-clock time of the epoch's training.</param>
/// <param name="StepSeconds">The part of it spent in forward, backward, optimiser and EMA.</param>
public sealed record EpochEnded(
    int Epoch, int Epochs, IReadOnlyDictionary<string, double> Losses, IReadOnlyDictionary<string, double> Metrics, double Seconds, double StepSeconds) : RunEvent
{
    /// <summary>Wall-clock time of the validation; 0 when not validated.</summary>
    public double ValidationSeconds { get; init; }

    /// <summary>Seconds of the training part by stage, such as forward and data_wait.</summary>
    public IReadOnlyDictionary<string, double> Stages { get; init; } = new Dictionary<string, double>();

    /// <summary>Losses of validation images by name, as <see cref="Losses"/>; null where they were not measured.</summary>
    public IReadOnlyDictionary<string, double>? ValidationLosses { get; init; }

    /// <summary>Scores of training images by name, as <see cref="Metrics"/>; null where they were not measured.</summary>
    public IReadOnlyDictionary<string, double>? TrainMetrics { get; init; }

    /// <summary>Whether no epoch before was better.</summary>
    public bool IsBest { get; init; }
}

/// <summary>The network stands and the first step, or the first after a resume, is about to run.</summary>
public sealed record TrainingBegan(int TrainImages, int ValidationImages, long Parameters, int IterationsPerEpoch, string Device) : RunEvent;

/// <summary>A line for people.</summary>
/// <param name="Text">In English.</param>
public sealed record LineLogged(LogSeverity Severity, string Text) : RunEvent
{
    /// <summary>Names the sentence, see <see cref="RunLines"/>; null for one that is told in English only.</summary>
    public string? Code { get; init; }

    /// <summary>What the sentence names, in the order of its placeholders.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }
}

/// <summary>Pictures with the present predictions were written.</summary>
/// <param name="Files">File names in the run's samples folder.</param>
public sealed record SamplesDrawn(int Epoch, IReadOnlyList<string> Files) : RunEvent
{
    /// <summary>What could not be drawn, a line a file; null where everything is in the pictures.</summary>
    public IReadOnlyList<string>? Captions { get; init; }
}

/// <summary>The same pictures with what people annotated were written.</summary>
/// <param name="Files">File names in the run's samples folder, in the order of those of <see cref="SamplesDrawn"/>.</param>
public sealed record TruthDrawn(IReadOnlyList<string> Files) : RunEvent;

/// <summary>What the run takes of its machine.</summary>
/// <param name="ProcessCpuPercent">Of all cores, 0 to 100, since the measurement before.</param>
/// <param name="MachineCpuPercent">As before, all processes together.</param>
public sealed record ResourcesMeasured(
    double ProcessCpuPercent, double MachineCpuPercent, long ProcessBytes, long MachineUsedBytes, long MachineBytes, IReadOnlyList<GpuLoad> Gpus) : RunEvent;

/// <summary>One graphics card.</summary>
public sealed record GpuLoad(int Index, double UtilizationPercent, long UsedBytes, long TotalBytes);

/// <summary>The run went on from a checkpoint: everything told of later steps is void.</summary>
/// <param name="AfterEpoch">Epochs that the checkpoint holds.</param>
/// <param name="AfterStep">Steps of the next epoch that it holds as well.</param>
public sealed record ResumedAt(int AfterEpoch, int AfterStep = 0) : RunEvent;

/// <summary>How much a log line matters.</summary>
public enum LogSeverity
{
    Information,
    Warning,
    Error,
}
