using Platform.Core.Imaging;
using Platform.Training.Interop;

namespace Platform.Training.Data;

/// <summary>Prepares single images for inference exactly as the evaluation loader does.</summary>
public static class NetworkInput
{
    /// <summary>Decodes, letterboxes and normalises into planes of shape [3, size, size]; returns the way back to source pixels.</summary>
    public static LetterboxTransform Fill(
        IImageCodec codec, ReadOnlySpan<byte> encoded, int size, Span<float> destination, PixelNormalization? normalization = null)
    {
        return Fill(codec, encoded, size, size, destination, normalization);
    }

    /// <summary>As above into planes of shape [3, height, width].</summary>
    public static LetterboxTransform Fill(
        IImageCodec codec, ReadOnlySpan<byte> encoded, int width, int height, Span<float> destination, PixelNormalization? normalization = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var probe = codec.Probe(encoded);
        return Fill(codec.DecodeRgb(encoded, Math.Max(width, height)), probe.Width, probe.Height, width, height, destination, normalization);
    }

    /// <summary>As above, from pixels that may be a reduced copy of an image of the given full size.</summary>
    public static LetterboxTransform Fill(
        RgbImage image, int sourceWidth, int sourceHeight, int size, Span<float> destination, PixelNormalization? normalization = null)
    {
        return Fill(image, sourceWidth, sourceHeight, size, size, destination, normalization);
    }

    private static LetterboxTransform Fill(
        RgbImage image, int sourceWidth, int sourceHeight, int width, int height, Span<float> destination, PixelNormalization? normalization)
    {
        ArgumentNullException.ThrowIfNull(image);
        var letterbox = LetterboxTransform.Fit(sourceWidth, sourceHeight, width, height);
        var reduced = new AxisTransform((double)sourceWidth / image.Width, 0, (double)sourceHeight / image.Height, 0);
        ImageComposer.ComposePlanes(
            [new ComposedTile(image, reduced.Then(letterbox.ToInput))], width, height, default, normalization ?? PixelNormalization.ImageNet, destination);
        return letterbox;
    }
}
