using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>CSP-PAFPN: carries context from coarse to fine maps, then detail back from fine to coarse.</summary>
public sealed class PathAggregationNeck : nn.Module<FeaturePyramid, FeaturePyramid>
{
    public PathAggregationNeck(DetectorArchitecture architecture)
        : base(nameof(PathAggregationNeck))
    {
        var (c3, c4, c5) = (architecture.Channels[2], architecture.Channels[3], architecture.Channels[4]);
        ReduceStride32 = new ConvNormAct(c5, c4, 1);
        TopDownStride16 = NewCsp(2 * c4, c4);
        ReduceStride16 = new ConvNormAct(c4, c3, 1);
        TopDownStride8 = NewCsp(2 * c3, c3);
        DownsampleStride8 = new ConvNormAct(c3, c3, 3, stride: 2);
        BottomUpStride16 = NewCsp(2 * c3, c4);
        DownsampleStride16 = new ConvNormAct(c4, c4, 3, stride: 2);
        BottomUpStride32 = NewCsp(2 * c4, c5);
        Outputs = [new ConvNormAct(c3, c3, 3), new ConvNormAct(c4, c3, 3), new ConvNormAct(c5, c3, 3)];

        register_module("reduce_layers", nn.ModuleList<nn.Module>(ReduceStride32, ReduceStride16));
        register_module("top_down_blocks", nn.ModuleList<nn.Module>(TopDownStride16, TopDownStride8));
        register_module("downsamples", nn.ModuleList<nn.Module>(DownsampleStride8, DownsampleStride16));
        register_module("bottom_up_blocks", nn.ModuleList<nn.Module>(BottomUpStride16, BottomUpStride32));
        register_module("out_convs", nn.ModuleList(Outputs.ToArray()));
    }

    public ConvNormAct ReduceStride32 { get; }

    public CspLayer TopDownStride16 { get; }

    public ConvNormAct ReduceStride16 { get; }

    public CspLayer TopDownStride8 { get; }

    public ConvNormAct DownsampleStride8 { get; }

    public CspLayer BottomUpStride16 { get; }

    public ConvNormAct DownsampleStride16 { get; }

    public CspLayer BottomUpStride32 { get; }

    /// <summary>One 3x3 per level, all to the channels of the finest level.</summary>
    public IReadOnlyList<ConvNormAct> Outputs { get; }

    // c3 [N, c3, H/8, W/8], c4 [N, c4, H/16, W/16], c5 [N, c5, H/32, W/32] -> three maps of c3 channels at the same strides
    public override FeaturePyramid forward(FeaturePyramid input)
    {
        using var scope = NewDisposeScope();
        var p5 = ReduceStride32.forward(input.Stride32);
        var p4 = ReduceStride16.forward(TopDownStride16.forward(cat([Upsample(p5), input.Stride16], 1)));
        var p3 = TopDownStride8.forward(cat([Upsample(p4), input.Stride8], 1));
        var n4 = BottomUpStride16.forward(cat([DownsampleStride8.forward(p3), p4], 1));
        var n5 = BottomUpStride32.forward(cat([DownsampleStride16.forward(n4), p5], 1));
        return new FeaturePyramid(Outputs[0].forward(p3), Outputs[1].forward(n4), Outputs[2].forward(n5)).MoveToOuterDisposeScope();
    }

    private static CspLayer NewCsp(long inputs, long outputs) => new(inputs, outputs, blocks: 1, identity: false, attention: false);

    private static Tensor Upsample(Tensor input) =>
        nn.functional.interpolate(input, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
}
