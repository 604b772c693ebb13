using Platform.Training.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>3x3 convolutions whose weights all levels share, while each level keeps its own normalisation.</summary>
public sealed class SharedConvTower : nn.Module
{
    public SharedConvTower(long channels, int depth, int levels)
        : base(nameof(SharedConvTower))
    {
        Convs = [.. Enumerable.Range(0, depth).Select(_ => nn.Conv2d(channels, channels, 3, padding: 1, bias: false))];
        Norms = [.. Enumerable.Range(0, levels).Select(_ =>
            (IReadOnlyList<BatchNorm2d>)[.. Enumerable.Range(0, depth).Select(_ => ConvNormAct.CreateNorm(channels))])];
        register_module("convs", nn.ModuleList(Convs.ToArray()));
        register_module("norms", nn.ModuleList(Norms.Select(level => nn.ModuleList(level.ToArray())).ToArray()));
    }

    public IReadOnlyList<Conv2d> Convs { get; }

    /// <summary>Indexed by level, then by convolution.</summary>
    public IReadOnlyList<IReadOnlyList<BatchNorm2d>> Norms { get; }

    // [N, C, H, W] -> [N, C, H, W]; what comes after the towers is computed in single precision.
    public Tensor Forward(Tensor input, int level)
    {
        using var scope = NewDisposeScope();
        var x = input;
        for (var i = 0; i < Convs.Count; i++)
        {
            x = Norms[level][i].ForwardSilu(Convs[i].Convolve(x));
        }

        return x.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
