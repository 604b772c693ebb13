using Platform.Core.Annotations.Commands;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Seg;

/// <summary>Puts a segmenter's objects on images, as masks or polygons by the shape of their class.</summary>
public sealed class SegmentationAnnotator(OnnxNetwork network, IImageCodec codec) : IImageAnnotator
{
    /// <summary>Metadata: the shape of each class, by name, in class-index order.</summary>
    public const string ShapesKey = "class_shapes";

    private readonly InstanceOutputReader _reader = new(network.Metadata);

    public IReadOnlyList<PredictedShape> Annotate(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (outputs, letterbox) = network.Look(codec, encoded.Span, _reader.Outputs);
        return [.. _reader.Read(outputs, 0, 1, letterbox, minimumScore).Select(found => new PredictedShape(found.ClassKey, found.Geometry, found.Confidence))];
    }

    public void Dispose() => network.Dispose();
}
