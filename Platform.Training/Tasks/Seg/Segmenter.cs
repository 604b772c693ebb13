using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>
/// Finds objects and their pixels: the detector, with mask coefficients at each point and prototypes that all objects of an image share
/// (YOLACT, https://arxiv.org/abs/1904.02689). An object's mask is the sigmoid of its coefficients times the prototypes.
/// </summary>
public sealed class Segmenter : nn.Module<Tensor, SegmenterOutput>
{
    public Segmenter(DetectorArchitecture architecture, int prototypes)
        : base(nameof(Segmenter))
    {
        Architecture = architecture;
        Backbone = new Backbone(architecture);
        Neck = new PathAggregationNeck(architecture);
        Head = new DetectionHead(architecture);
        Masks = new MaskHead(architecture, prototypes);
        register_module("backbone", Backbone);
        register_module("neck", Neck);
        register_module("head", Head);
        register_module("masks", Masks);
    }

    public DetectorArchitecture Architecture { get; }

    public Backbone Backbone { get; }

    public PathAggregationNeck Neck { get; }

    public DetectionHead Head { get; }

    public MaskHead Masks { get; }

    /// <summary>Where the weights lie.</summary>
    public Device Device => Head.ClassPredictions[0].weight.device;

    // [N, 3, H, W], normalised, H and W multiples of 32
    public override SegmenterOutput forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var maps = Neck.forward(Backbone.forward(input));
        var objects = Head.forward(maps);
        var coefficients = Masks.Coefficients(maps);
        var prototypes = Masks.Prototypes(maps.Stride8);
        objects.ClassLogits.MoveToOuterDisposeScope();
        objects.BoxLogits.MoveToOuterDisposeScope();
        return new SegmenterOutput(objects, coefficients.MoveToOuterDisposeScope(), prototypes.MoveToOuterDisposeScope());
    }
}

/// <summary>Raw predictions: the detector's, mask coefficients [N, A, M] and prototypes [N, M, H/4, W/4].</summary>
public sealed record SegmenterOutput(DetectorOutput Objects, Tensor Coefficients, Tensor Prototypes);
