using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>A run between two epochs. Tensors are live: whoever keeps them must copy them before training goes on.</summary>
/// <param name="State">Counters and metrics.</param>
/// <param name="Weights">Averaged weights and statistics by name: the model to evaluate, export and start others from.</param>
/// <param name="Resume">Optimiser vectors and the network's own statistics by name: what a resumed run needs besides.</param>
public sealed record TrainingSnapshot(
    TrainingState State, IReadOnlyDictionary<string, Tensor> Weights, IReadOnlyDictionary<string, Tensor> Resume);

/// <summary>Where a run stands between two epochs. The data order and augmentation follow from seed and epoch alone.</summary>
public sealed record TrainingState
{
    public int CompletedEpochs { get; init; }

    public int Iterations { get; init; }

    /// <summary>Of the newest evaluated epoch.</summary>
    public ValidationMetrics? Metrics { get; init; }

    public int? BestEpoch { get; init; }

    /// <summary><see cref="ValidationMetrics.Score"/> of the best epoch.</summary>
    public double? BestScore { get; init; }
}
