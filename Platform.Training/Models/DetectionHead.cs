using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>Predicts class logits and box-side distributions at every point of every level; there is no objectness branch.</summary>
public sealed class DetectionHead : nn.Module<FeaturePyramid, DetectorOutput>
{
    private const int TowerDepth = 2;

    public DetectionHead(DetectorArchitecture architecture)
        : base(nameof(DetectionHead))
    {
        long channels = architecture.Channels[2];
        var levels = DetectorArchitecture.Strides.Count;
        Architecture = architecture;
        ClassTower = new SharedConvTower(channels, TowerDepth, levels);
        BoxTower = new SharedConvTower(channels, TowerDepth, levels);
        ClassPredictions = [.. Enumerable.Range(0, levels).Select(_ => nn.Conv2d(channels, architecture.ClassCount, 1))];
        BoxPredictions = [.. Enumerable.Range(0, levels).Select(_ => nn.Conv2d(channels, 4 * (architecture.RegMax + 1), 1))];

        register_module("cls_tower", ClassTower);
        register_module("reg_tower", BoxTower);
        register_module("cls_preds", nn.ModuleList(ClassPredictions.ToArray()));
        register_module("reg_preds", nn.ModuleList(BoxPredictions.ToArray()));
    }

    public DetectorArchitecture Architecture { get; }

    public SharedConvTower ClassTower { get; }

    public SharedConvTower BoxTower { get; }

    /// <summary>One 1x1 convolution per level, ClassCount outputs.</summary>
    public IReadOnlyList<Conv2d> ClassPredictions { get; }

    /// <summary>One 1x1 convolution per level, 4 x (RegMax + 1) outputs ordered left, top, right, bottom.</summary>
    public IReadOnlyList<Conv2d> BoxPredictions { get; }

    // three maps [N, C, H/s, W/s] -> logits [N, A, classes] and [N, A, 4 x (RegMax + 1)], A = points of all levels, row by row
    public override DetectorOutput forward(FeaturePyramid input)
    {
        using var scope = NewDisposeScope();
        var classes = new List<Tensor>();
        var boxes = new List<Tensor>();
        for (var level = 0; level < input.Levels.Count; level++)
        {
            var map = input.Levels[level];
            classes.Add(Flatten(ClassPredictions[level].forward(ClassTower.Forward(map, level))));
            boxes.Add(Flatten(BoxPredictions[level].forward(BoxTower.Forward(map, level))));
        }

        return new DetectorOutput(cat(classes, 1).MoveToOuterDisposeScope(), cat(boxes, 1).MoveToOuterDisposeScope());
    }

    // [N, K, H, W] -> [N, H x W, K]
    private static Tensor Flatten(Tensor map) => map.permute(0, 2, 3, 1).flatten(1, 2);
}
