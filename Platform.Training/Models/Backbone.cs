using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>CSPNeXt: stem and four stages, each halving the resolution.</summary>
public sealed class Backbone : nn.Module<Tensor, FeaturePyramid>
{
    public Backbone(DetectorArchitecture architecture)
        : base(nameof(Backbone))
    {
        var channels = architecture.Channels;
        var half = channels[0] / 2;
        Stem = [new ConvNormAct(3, half, 3, stride: 2), new ConvNormAct(half, half, 3), new ConvNormAct(half, channels[0], 3)];
        Stages = [.. Enumerable.Range(0, 4).Select(i => new BackboneStage(
            channels[i], channels[i + 1], architecture.Blocks[i], isLast: i == 3))];

        register_module("stem", nn.ModuleList(Stem.ToArray()));
        register_module("stages", nn.ModuleList(Stages.ToArray()));
    }

    public IReadOnlyList<ConvNormAct> Stem { get; }

    public IReadOnlyList<BackboneStage> Stages { get; }

    // [N, 3, H, W] -> maps of H/8, H/16, H/32 with channels[2], channels[3], channels[4]
    public override FeaturePyramid forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input;
        foreach (var conv in Stem)
        {
            x = conv.forward(x);
        }

        var c3 = Stages[1].forward(Stages[0].forward(x));
        var c4 = Stages[2].forward(c3);
        var c5 = Stages[3].forward(c4);
        return new FeaturePyramid(c3, c4, c5).MoveToOuterDisposeScope();
    }
}
