using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Core.Ontologies.Model;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Seg;

/// <summary>Puts a segmenter's objects on images, as masks or polygons by the shape of their class.</summary>
public sealed class SegmentationAnnotator : IImageAnnotator
{
    /// <summary>Metadata: the shape of each class, by name, in class-index order.</summary>
    public const string ShapesKey = "class_shapes";

    private readonly OnnxNetwork _network;
    private readonly IImageCodec _codec;
    private readonly IReadOnlyList<string> _shapes;

    public SegmentationAnnotator(OnnxNetwork network, IImageCodec codec)
    {
        (_network, _codec) = (network, codec);
        _shapes = network.Metadata.Read<string[]>(ShapesKey);
    }

    public IReadOnlyList<PredictedShape> Annotate(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (outputs, letterbox) = _network.Look(_codec, encoded.Span, SegmenterOnnxExporter.Outputs);
        var raw = new SegmenterRawOutput(new DetectorRawOutput(outputs[0], outputs[1], 1, _network.Metadata.ClassKeys.Count), outputs[2], outputs[3]);
        var found = InstanceSelection.Select(raw, 0, letterbox, DetectionThresholds.Display with { Score = (float)minimumScore });
        return [.. found.Where(instance => instance.Mask.Area > 0).Select(ToShape).OfType<PredictedShape>()];
    }

    public void Dispose() => _network.Dispose();

    private PredictedShape? ToShape(Instance instance)
    {
        ShapeGeometry? geometry = _shapes[instance.Object.ClassIndex] == nameof(ShapeType.Mask)
            ? new MaskGeometry(instance.Mask.Height, instance.Mask.Width, RunLengths.Encode(instance.Mask.Counts()))
            : MaskOutlines.Of(instance.Mask);
        return geometry is null ? null : new PredictedShape(_network.Metadata.ClassKeys[instance.Object.ClassIndex], geometry, instance.Object.Score);
    }
}
