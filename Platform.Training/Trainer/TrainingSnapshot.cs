using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>A run between two steps. Tensors are live: whoever keeps them must copy them before training goes on.</summary>
/// <param name="State">Counters and metrics.</param>
/// <param name="Weights">Averaged weights and statistics by name: the model to evaluate, export and start others from.</param>
/// <param name="Resume">Optimiser vectors, the network's own statistics and random number generators by name: what a resumed run needs besides.</param>
public sealed record TrainingSnapshot(
    TrainingState State, IReadOnlyDictionary<string, Tensor> Weights, IReadOnlyDictionary<string, Tensor> Resume);

/// <summary>Where a run stands. The data order and augmentation follow from seed, epoch and position alone.</summary>
public sealed record TrainingState
{
    public int CompletedEpochs { get; init; }

    public int Iterations { get; init; }

    /// <summary>Steps taken of the epoch after the completed ones; 0 between two epochs.</summary>
    public int StepsOfEpoch { get; init; }

    /// <summary>Losses of those steps, not reported yet; null between two epochs.</summary>
    public LossSums? Losses { get; init; }

    /// <summary>Of the newest evaluated epoch.</summary>
    public ValidationMetrics? Metrics { get; init; }

    public int? BestEpoch { get; init; }

    /// <summary>What the best epoch was chosen by.</summary>
    public double? BestScore { get; init; }
}
