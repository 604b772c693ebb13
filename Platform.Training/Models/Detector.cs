using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Anchor-free one-stage detector: CSPNeXt backbone, CSP-PAFPN neck, decoupled head.</summary>
public sealed class Detector : nn.Module<Tensor, DetectorOutput>
{
    public Detector(DetectorArchitecture architecture)
        : base(nameof(Detector))
    {
        Architecture = architecture;
        Backbone = new Backbone(architecture);
        Neck = new PathAggregationNeck(architecture);
        Head = new DetectionHead(architecture);
        register_module("backbone", Backbone);
        register_module("neck", Neck);
        register_module("head", Head);
    }

    public DetectorArchitecture Architecture { get; }

    public Backbone Backbone { get; }

    public PathAggregationNeck Neck { get; }

    public DetectionHead Head { get; }

    /// <summary>Where the weights lie.</summary>
    public Device Device => Head.ClassPredictions[0].weight.device;

    /// <summary>Trainable values in the network.</summary>
    public long ParameterCount => parameters().Sum(parameter => parameter.numel());

    // [N, 3, H, W], normalised, H and W multiples of 32
    public override DetectorOutput forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var output = Head.forward(Neck.forward(Backbone.forward(input)));
        output.ClassLogits.MoveToOuterDisposeScope();
        output.BoxLogits.MoveToOuterDisposeScope();
        return output;
    }
}
