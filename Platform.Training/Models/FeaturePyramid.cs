using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Feature maps at strides 8, 16 and 32.</summary>
public sealed record FeaturePyramid(Tensor Stride8, Tensor Stride16, Tensor Stride32)
{
    public IReadOnlyList<Tensor> Levels => [Stride8, Stride16, Stride32];

    internal FeaturePyramid MoveToOuterDisposeScope()
    {
        foreach (var level in Levels)
        {
            level.MoveToOuterDisposeScope();
        }

        return this;
    }
}
