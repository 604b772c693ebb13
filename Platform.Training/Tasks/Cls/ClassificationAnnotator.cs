using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Cls;

/// <summary>Tags images with the class that a classifier finds most probable.</summary>
public sealed class ClassificationAnnotator(OnnxNetwork network, IImageCodec codec) : IImageAnnotator
{
    /// <summary>One tag, or none where the most probable class is below the score: whole images have one class in training.</summary>
    public IReadOnlyList<PredictedShape> Annotate(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var probabilities = network.Look(codec, encoded.Span, [ClassifierOnnxExporter.Output]).Outputs[0];
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return probabilities[best] >= minimumScore ? [new PredictedShape(network.Metadata.ClassKeys[best], TagGeometry.Instance, probabilities[best])] : [];
    }

    public void Dispose() => network.Dispose();
}
