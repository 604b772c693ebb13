using Platform.Core.Annotations;
using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks;

/// <summary>Runs an exported network on the contents of boxes.</summary>
internal static class BoxLook
{
    private const int BoxesAtOnce = 16;

    /// <summary>Each box with its part of the named output.</summary>
    public static IEnumerable<(StandingBox Box, float[] Output)> Into(
        OnnxNetwork network, IImageCodec codec, ReadOnlyMemory<byte> encoded, IReadOnlyList<StandingBox> boxes, string output, CancellationToken cancellation)
    {
        var metadata = network.Metadata;
        var elements = 3 * metadata.Height * metadata.InputSize;
        var image = codec.DecodeRgb(encoded.Span);
        foreach (var batch in boxes.Chunk(BoxesAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            var planes = new float[batch.Length * elements];
            for (var i = 0; i < batch.Length; i++)
            {
                // By way of a file, as in training: reducing a large crop must not differ.
                var crop = codec.Encode(BoxCrop.Cut(image, batch[i].Box), ImageFormat.Png);
                NetworkInput.Fill(codec, crop, metadata.InputSize, metadata.Height, planes.AsSpan(i * elements, elements), metadata.Normalization);
            }

            var values = network.Run(planes, batch.Length, [output])[0];
            foreach (var pair in batch.Zip(values.Chunk(values.Length / batch.Length)))
            {
                yield return pair;
            }
        }
    }
}
