using Platform.Core.Annotations.Geometry;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Cls;

/// <summary>Reads a classifier's probabilities [N, C]: the few most probable classes of the whole image.</summary>
public sealed class ClassOutputReader(NetworkMetadata metadata) : IOutputReader
{
    private const int MaxClasses = 5;

    public IReadOnlyList<string> Outputs { get; } = [ClassifierOnnxExporter.Output];

    public IReadOnlyList<Prediction> Read(IReadOnlyList<float[]> outputs, int image, int batchSize, LetterboxTransform letterbox, double minimumScore)
    {
        var count = metadata.ClassKeys.Count;
        var row = outputs[0].AsMemory(image * count, count);
        return
        [
            .. Enumerable.Range(0, count).Where(index => row.Span[index] >= minimumScore).OrderByDescending(index => row.Span[index]).Take(MaxClasses)
                .Select(index => new Prediction(metadata.ClassKeys[index], metadata.ClassNames[index], row.Span[index], TagGeometry.Instance)),
        ];
    }
}
