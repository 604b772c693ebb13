using Platform.Training.Inference;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks;

/// <summary>A validator that can also give every figure and curve.</summary>
public interface ITaskValidator<in TNetwork> : IValidator<TNetwork>
    where TNetwork : nn.Module
{
    /// <summary>The network must be in eval mode.</summary>
    TaskScores Score(TNetwork network, CancellationToken cancellationToken);

    /// <summary>As <see cref="Score"/>, of the network on another runtime.</summary>
    TaskScores ScoreOutputs(INetworkRunner runner, CancellationToken cancellationToken);
}
