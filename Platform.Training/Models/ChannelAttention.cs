using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Scales each channel by a gate computed from its mean over the image.</summary>
public sealed class ChannelAttention : nn.Module<Tensor, Tensor>
{
    public ChannelAttention(long channels)
        : base(nameof(ChannelAttention))
    {
        Gate = nn.Conv2d(channels, channels, 1, bias: true);
        register_module("fc", Gate);
    }

    public Conv2d Gate { get; }

    // [N, C, H, W] -> [N, C, H, W]
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();

        // Pooled and gated in float32: half precision loses small means over large maps.
        var mean = input.to(ScalarType.Float32).mean([2, 3], keepdim: true);
        return (input * nn.functional.hardsigmoid(Gate.forward(mean)).to(input.dtype)).MoveToOuterDisposeScope();
    }
}
