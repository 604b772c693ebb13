using static TorchSharp.torch;

namespace Platform.Training.Losses;

/// <summary>Weighted scalar terms of a batch's loss.</summary>
public sealed record DetectionLossTerms(Tensor Class, Tensor Box, Tensor Distribution)
{
    public Tensor Total() => Class + Box + Distribution;
}
