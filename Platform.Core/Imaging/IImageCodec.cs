namespace Platform.Core.Imaging;

/// <summary>
/// Reads and writes encoded images. Every method refuses unusable input with <see cref="InvalidImageException"/>,
/// works upright (EXIF orientation applied), and may be called from any number of threads at once.
/// </summary>
public interface IImageCodec
{
    ImageLimits Limits { get; }

    /// <summary>Reads the header and checks that the file is whole, without decoding pixels.</summary>
    ImageProbe Probe(ReadOnlySpan<byte> encoded);

    /// <summary>As <see cref="Probe(ReadOnlySpan{byte})"/>, reading the stream from its position to its end but never beyond the byte limit.</summary>
    ImageProbe Probe(Stream encoded);

    /// <summary>As <see cref="Probe(ReadOnlySpan{byte})"/>, for a file on disk.</summary>
    ImageProbe ProbeFile(string path);

    /// <summary>Decodes all pixels, at a reduced size (huge images only so) when <paramref name="maxSide"/> is above zero and below the longer side; never enlarges.</summary>
    RgbImage DecodeRgb(ReadOnlySpan<byte> encoded, int maxSide = 0);

    /// <summary>An upright copy whose longer side is at most <paramref name="maxSide"/>; JPEG and WebP only.</summary>
    byte[] Thumbnail(ReadOnlySpan<byte> encoded, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82);

    /// <summary>As <see cref="Thumbnail"/>, for a file on disk, however large.</summary>
    byte[] ThumbnailOfFile(string path, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82);

    /// <summary>The same image with its rotation baked into the pixels and no orientation left in the file.</summary>
    /// <param name="format">Null keeps the input's format.</param>
    byte[] ReencodeUpright(ReadOnlySpan<byte> encoded, ImageFormat? format = null, int quality = 95);

    /// <summary>Encodes pixels; <paramref name="quality"/> (1 to 100) counts for JPEG and WebP.</summary>
    byte[] Encode(RgbImage image, ImageFormat format, int quality = 90);
}
