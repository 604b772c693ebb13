using Platform.Core.Annotations.Commands;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Pose;

/// <summary>Puts a pose network's skeletons on images.</summary>
public sealed class PoseAnnotator(OnnxNetwork network, IImageCodec codec) : IImageAnnotator
{
    /// <summary>Metadata: the number of keypoints of each class, in class-index order.</summary>
    public const string CountsKey = "keypoint_counts";

    private readonly PoseOutputReader _reader = new(network.Metadata);

    public IReadOnlyList<PredictedShape> Annotate(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (outputs, letterbox) = network.Look(codec, encoded.Span, _reader.Outputs);
        return [.. _reader.Read(outputs, 0, 1, letterbox, minimumScore).Select(found => new PredictedShape(found.ClassKey, found.Geometry, found.Confidence))];
    }

    public void Dispose() => network.Dispose();
}
