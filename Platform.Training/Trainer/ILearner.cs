using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>What a task teaches its network; the trainer's loop knows nothing else of the task. Lives on the training thread.</summary>
public interface ILearner<TNetwork> : IDisposable
    where TNetwork : nn.Module
{
    /// <summary>Names of the loss terms, in the order of <see cref="Losses"/>.</summary>
    IReadOnlyList<string> LossNames { get; }

    /// <summary>The network that the recipe asks for, its weights yet to be set.</summary>
    TNetwork NewNetwork();

    /// <summary>Draws starting weights from torch's generator, which the caller has seeded.</summary>
    void Initialize(TNetwork network);

    /// <summary>Called before each step, counted from 0, with the network in training mode: what is not trained yet, or not at all, is put at rest here.</summary>
    void BeforeStep(TNetwork network, int iteration)
    {
    }

    /// <summary>Forward pass and weighted scalar loss terms of one batch; tensors live in the caller's dispose scope.</summary>
    /// <param name="network">In training mode.</param>
    /// <param name="input">[N, 3, H, W], the batch's pixels on the device.</param>
    /// <param name="batch">What the images show.</param>
    /// <param name="clock">To be told of each stage.</param>
    IReadOnlyList<Tensor> Losses(TNetwork network, Tensor input, TrainingBatch batch, StageClock clock);
}
