using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Pose;

/// <summary>Finds objects and their skeletons in one pass: the detector, with a keypoint branch at each point (YOLO-Pose, https://arxiv.org/abs/2204.06806).</summary>
public sealed class PoseNetwork : nn.Module<Tensor, PoseOutput>
{
    /// <param name="architecture">Trunk and detection head.</param>
    /// <param name="keypoints">Points of the largest skeleton.</param>
    public PoseNetwork(DetectorArchitecture architecture, int keypoints)
        : base(nameof(PoseNetwork))
    {
        Architecture = architecture;
        Backbone = new Backbone(architecture);
        Neck = new PathAggregationNeck(architecture);
        Head = new DetectionHead(architecture);
        Keypoints = new KeypointHead(architecture, keypoints);
        register_module("backbone", Backbone);
        register_module("neck", Neck);
        register_module("head", Head);
        register_module("keypoints", Keypoints);
    }

    public DetectorArchitecture Architecture { get; }

    public Backbone Backbone { get; }

    public PathAggregationNeck Neck { get; }

    public DetectionHead Head { get; }

    public KeypointHead Keypoints { get; }

    /// <summary>Where the weights lie.</summary>
    public Device Device => Head.ClassPredictions[0].weight.device;

    // [N, 3, H, W], normalised, H and W multiples of 32
    public override PoseOutput forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var maps = Neck.forward(Backbone.forward(input));
        var objects = Head.forward(maps);
        var (offsets, presence) = Keypoints.Forward(maps);
        objects.ClassLogits.MoveToOuterDisposeScope();
        objects.BoxLogits.MoveToOuterDisposeScope();
        return new PoseOutput(objects, offsets.MoveToOuterDisposeScope(), presence.MoveToOuterDisposeScope());
    }
}

/// <summary>Raw predictions: the detector's, keypoint offsets [N, A, 2K] in strides from the point, and presence logits [N, A, K].</summary>
public sealed record PoseOutput(DetectorOutput Objects, Tensor Offsets, Tensor Presence);
