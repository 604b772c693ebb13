using Platform.Core.Annotations.Geometry;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Reads a line recogniser's probabilities [N, T, K + 1]: the one line of text that the image shows.</summary>
public sealed class LineOutputReader(NetworkMetadata metadata) : IOutputReader
{
    private readonly string[] _charset = metadata.Read<string[]>(LineReader.CharsetKey);

    public IReadOnlyList<string> Outputs { get; } = [LineOnnxExporter.Output];

    public IReadOnlyList<Prediction> Read(IReadOnlyList<float[]> outputs, int image, int batchSize, LetterboxTransform letterbox, double minimumScore)
    {
        var length = outputs[0].Length / batchSize;
        var (text, confidence) = CtcDecoder.Greedy(outputs[0].AsSpan(image * length, length), _charset);
        return text.Trim().Length > 0 && confidence >= minimumScore ? [new Prediction("", "", confidence, TagGeometry.Instance, LineText.Normalize(text))] : [];
    }
}
