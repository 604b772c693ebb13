using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>CSPNeXt's residual block: a 3x3, a depth-wise 5x5 for a wide view, and a 1x1 to mix channels.</summary>
public sealed class CspBlock : nn.Module<Tensor, Tensor>
{
    public CspBlock(long channels, bool identity)
        : base(nameof(CspBlock))
    {
        HasIdentity = identity;
        Conv = new ConvNormAct(channels, channels, 3);
        Depthwise = new ConvNormAct(channels, channels, 5, groups: channels);
        Pointwise = new ConvNormAct(channels, channels, 1);
        register_module("conv1", Conv);
        register_module("depthwise_conv", Depthwise);
        register_module("pointwise_conv", Pointwise);
    }

    /// <summary>Whether the block adds its input to its output.</summary>
    public bool HasIdentity { get; }

    public ConvNormAct Conv { get; }

    public ConvNormAct Depthwise { get; }

    public ConvNormAct Pointwise { get; }

    // [N, C, H, W] -> [N, C, H, W]
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var output = Pointwise.forward(Depthwise.forward(Conv.forward(input)));
        return (HasIdentity ? output + input : output).MoveToOuterDisposeScope();
    }
}
