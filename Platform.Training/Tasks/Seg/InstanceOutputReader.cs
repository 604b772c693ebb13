using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Seg;

/// <summary>Reads a segmenter's outputs as masks or polygons, by the shape of their class.</summary>
public sealed class InstanceOutputReader(NetworkMetadata metadata) : IOutputReader
{
    private readonly string[] _shapes = metadata.Read<string[]>(SegmentationAnnotator.ShapesKey);

    public IReadOnlyList<string> Outputs => SegmenterOnnxExporter.Outputs;

    public IReadOnlyList<Prediction> Read(IReadOnlyList<float[]> outputs, int image, int batchSize, LetterboxTransform letterbox, double minimumScore)
    {
        var raw = new SegmenterRawOutput(new DetectorRawOutput(outputs[0], outputs[1], batchSize, metadata.ClassKeys.Count), outputs[2], outputs[3]);
        var found = InstanceSelection.Select(raw, image, letterbox, DetectionThresholds.Display with { Score = (float)minimumScore });
        return [.. found.Where(instance => instance.Mask.Area > 0).Select(ToPrediction).OfType<Prediction>()];
    }

    private Prediction? ToPrediction(Instance instance)
    {
        var index = instance.Object.ClassIndex;
        ShapeGeometry? geometry = _shapes[index] == nameof(ShapeType.Mask)
            ? new MaskGeometry(instance.Mask.Height, instance.Mask.Width, RunLengths.Encode(instance.Mask.Counts()))
            : MaskOutlines.Of(instance.Mask);
        return geometry is null ? null : new Prediction(metadata.ClassKeys[index], metadata.ClassNames[index], instance.Object.Score, geometry);
    }
}
