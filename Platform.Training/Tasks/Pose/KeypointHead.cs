using Platform.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Pose;

/// <summary>Predicts at every point of every level where the keypoints of its object lie, and which of them there are.</summary>
public sealed class KeypointHead : nn.Module
{
    private const int TowerDepth = 4;

    public KeypointHead(DetectorArchitecture architecture, int keypoints)
        : base(nameof(KeypointHead))
    {
        long channels = architecture.Channels[2];
        var levels = DetectorArchitecture.Strides.Count;
        Tower = new SharedConvTower(channels, TowerDepth, levels);
        OffsetPredictions = [.. Enumerable.Range(0, levels).Select(_ => nn.Conv2d(channels, 2 * keypoints, 1))];
        PresencePredictions = [.. Enumerable.Range(0, levels).Select(_ => nn.Conv2d(channels, keypoints, 1))];

        register_module("tower", Tower);
        register_module("offset_preds", nn.ModuleList(OffsetPredictions.ToArray()));
        register_module("presence_preds", nn.ModuleList(PresencePredictions.ToArray()));
    }

    public SharedConvTower Tower { get; }

    /// <summary>One 1x1 convolution per level, x and y of each keypoint in turn.</summary>
    public IReadOnlyList<Conv2d> OffsetPredictions { get; }

    /// <summary>One 1x1 convolution per level, K outputs.</summary>
    public IReadOnlyList<Conv2d> PresencePredictions { get; }

    // three maps [N, C, H/s, W/s] -> [N, A, 2K] and [N, A, K], rows as in the detection head
    public (Tensor Offsets, Tensor Presence) Forward(FeaturePyramid maps)
    {
        using var scope = NewDisposeScope();
        var features = maps.Levels.Select((map, level) => Tower.Forward(map, level)).ToList();
        var offsets = cat([.. features.Select((map, level) => Rows(OffsetPredictions[level].forward(map)))], 1);
        var presence = cat([.. features.Select((map, level) => Rows(PresencePredictions[level].forward(map)))], 1);
        return (offsets.MoveToOuterDisposeScope(), presence.MoveToOuterDisposeScope());
    }

    // [N, K, H, W] -> [N, H x W, K]
    private static Tensor Rows(Tensor map) => map.permute(0, 2, 3, 1).flatten(1, 2);
}
