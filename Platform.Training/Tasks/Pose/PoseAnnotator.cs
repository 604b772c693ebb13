using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Pose;

/// <summary>Puts a pose network's skeletons on images.</summary>
public sealed class PoseAnnotator : IImageAnnotator
{
    /// <summary>Metadata: the number of keypoints of each class, in class-index order.</summary>
    public const string CountsKey = "keypoint_counts";

    private const double Visible = 2;

    private readonly OnnxNetwork _network;
    private readonly IImageCodec _codec;
    private readonly IReadOnlyList<int> _keypointCounts;

    public PoseAnnotator(OnnxNetwork network, IImageCodec codec)
    {
        (_network, _codec) = (network, codec);
        _keypointCounts = network.Metadata.Read<int[]>(CountsKey);
    }

    public IReadOnlyList<PredictedShape> Annotate(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (outputs, letterbox) = _network.Look(_codec, encoded.Span, PoseOnnxExporter.Outputs);
        var raw = new PoseRawOutput(new DetectorRawOutput(outputs[0], outputs[1], 1, _keypointCounts.Count), outputs[2], outputs[3]);
        var found = raw.Select(0, letterbox, DetectionThresholds.Display with { Score = (float)minimumScore }, _keypointCounts);
        return [.. found.Select(pose => new PredictedShape(_network.Metadata.ClassKeys[pose.Object.ClassIndex], ToSkeleton(pose), pose.Object.Score))];
    }

    public void Dispose() => _network.Dispose();

    // A skeleton without a point cannot be stored: then all of them are kept, for a person to decide.
    private static KeypointsGeometry ToSkeleton(FoundPose pose)
    {
        var points = pose.Points.Chunk(3).ToList();
        var isNonePresent = !points.Any(point => PoseRawOutput.IsPresent(point[2]));
        return new KeypointsGeometry([.. points.SelectMany<float[], double>(point =>
            isNonePresent || PoseRawOutput.IsPresent(point[2]) ? [point[0], point[1], Visible] : [0, 0, 0])]);
    }
}
