using Platform.Core.Annotations;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Reads the text in boxes with an exported network.</summary>
public sealed class LineReader(OnnxNetwork network, IImageCodec codec) : IBoxReader
{
    /// <summary>Key of the metadata that holds the symbols, in the order of the outputs behind the blank.</summary>
    public const string CharsetKey = "charset";

    /// <summary>Key of the metadata that holds the name of the text attribute.</summary>
    public const string AttributeKey = "text_attribute";

    private readonly string[] _charset = network.Metadata.Read<string[]>(CharsetKey);

    public BoxQuestion Question { get; } = new(network.Metadata.ClassKeys, network.Metadata.Read<string>(AttributeKey));

    /// <summary>The texts that are at least as sure as asked; a box in which nothing is read has none.</summary>
    public IReadOnlyList<BoxReading> Read(ReadOnlyMemory<byte> encoded, IReadOnlyList<StandingBox> boxes, double minimumScore, CancellationToken cancellation)
    {
        var readings = new List<BoxReading>();
        foreach (var (box, line) in BoxLook.Into(network, codec, encoded, boxes, LineOnnxExporter.Output, cancellation))
        {
            var (text, confidence) = CtcDecoder.Greedy(line, _charset);
            if (text.Trim().Length > 0 && confidence >= minimumScore)
            {
                readings.Add(new BoxReading(box.Id, box.Revision, confidence) { Text = LineText.Normalize(text) });
            }
        }

        return readings;
    }

    public void Dispose() => network.Dispose();
}
