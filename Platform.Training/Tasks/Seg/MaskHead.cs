using Platform.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>Predicts mask coefficients at every point of every level, and prototypes at a quarter of the input's size.</summary>
public sealed class MaskHead : nn.Module
{
    private const int TowerDepth = 2;

    public MaskHead(DetectorArchitecture architecture, int prototypes)
        : base(nameof(MaskHead))
    {
        long channels = architecture.Channels[2];
        var levels = DetectorArchitecture.Strides.Count;
        Tower = new SharedConvTower(channels, TowerDepth, levels);
        Predictions = [.. Enumerable.Range(0, levels).Select(_ => nn.Conv2d(channels, prototypes, 1))];
        Before = new ConvNormAct(channels, channels, 3);
        After = new ConvNormAct(channels, channels, 3);
        Last = nn.Conv2d(channels, prototypes, 1);

        register_module("tower", Tower);
        register_module("preds", nn.ModuleList(Predictions.ToArray()));
        register_module("proto_before", Before);
        register_module("proto_after", After);
        register_module("proto_last", Last);
    }

    public SharedConvTower Tower { get; }

    /// <summary>One 1x1 convolution per level, M outputs.</summary>
    public IReadOnlyList<Conv2d> Predictions { get; }

    /// <summary>At stride 8.</summary>
    public ConvNormAct Before { get; }

    /// <summary>At stride 4.</summary>
    public ConvNormAct After { get; }

    /// <summary>1x1 to M prototypes.</summary>
    public Conv2d Last { get; }

    // three maps [N, C, H/s, W/s] -> [N, A, M], rows as in the detection head
    public Tensor Coefficients(FeaturePyramid maps)
    {
        using var scope = NewDisposeScope();
        var levels = maps.Levels.Select((map, level) => Predictions[level].forward(Tower.Forward(map, level)).permute(0, 2, 3, 1).flatten(1, 2)).ToList();
        return cat(levels, 1).MoveToOuterDisposeScope();
    }

    // [N, C, H/8, W/8] -> [N, M, H/4, W/4]
    public Tensor Prototypes(Tensor stride8)
    {
        using var scope = NewDisposeScope();
        var doubled = nn.functional.interpolate(Before.forward(stride8), scale_factor: [2, 2], mode: InterpolationMode.Nearest);
        return Last.forward(After.forward(doubled).to(ScalarType.Float32)).MoveToOuterDisposeScope();
    }
}
