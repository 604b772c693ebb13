using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>One backbone stage: a strided convolution, pyramid pooling in the last stage, a CSP layer with attention.</summary>
public sealed class BackboneStage : nn.Module<Tensor, Tensor>
{
    public BackboneStage(long inputs, long outputs, int blocks, bool isLast)
        : base(nameof(BackboneStage))
    {
        Downsample = new ConvNormAct(inputs, outputs, 3, stride: 2);
        Pooling = isLast ? new SpatialPyramidPooling(outputs, outputs) : null;
        Csp = new CspLayer(outputs, outputs, blocks, identity: !isLast, attention: true);

        register_module("downsample", Downsample);
        if (Pooling is not null)
        {
            register_module("spp", Pooling);
        }

        register_module("csp", Csp);
    }

    public ConvNormAct Downsample { get; }

    public SpatialPyramidPooling? Pooling { get; }

    public CspLayer Csp { get; }

    // [N, inputs, H, W] -> [N, outputs, H/2, W/2]
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Downsample.forward(input);
        return Csp.forward(Pooling?.forward(x) ?? x).MoveToOuterDisposeScope();
    }
}
