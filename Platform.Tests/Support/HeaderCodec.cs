using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Platform.Core.Imaging;

namespace Platform.Tests.Support;

/// <summary>
/// A codec that reads PNG headers only, so that tests of uploads need no native library. A text chunk "turned" stands for an EXIF
/// orientation of 6, which a real codec would read from a JPEG.
/// </summary>
public sealed class HeaderCodec(ImageLimits? limits = null) : IImageCodec
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public ImageLimits Limits { get; } = limits ?? ImageLimits.Default;

    public ImageProbe Probe(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length < 24 || !encoded.StartsWith(Signature))
        {
            throw new InvalidImageException(encoded.IsEmpty ? ImageErrorCodes.Empty : ImageErrorCodes.NotAnImage, "The file is not an image.");
        }

        if (encoded.IndexOf("IEND"u8) < 0)
        {
            throw new InvalidImageException(ImageErrorCodes.Truncated, "The image ends in the middle.");
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(encoded[16..]), height = BinaryPrimitives.ReadInt32BigEndian(encoded[20..]);
        if ((long)width * height >= Limits.MaxPixels)
        {
            throw new InvalidImageException(ImageErrorCodes.TooManyPixels, $"The image has {(long)width * height} pixels; fewer than {Limits.MaxPixels} are accepted. Save it smaller.");
        }

        return encoded.IndexOf("turned"u8) >= 0 ? new ImageProbe(ImageFormat.Png, height, width, 6) : new ImageProbe(ImageFormat.Png, width, height, 1);
    }

    public ImageProbe Probe(Stream encoded) => throw new NotSupportedException();

    public ImageProbe ProbeFile(string path) => Probe(File.ReadAllBytes(path));

    /// <summary>Noise made of the text up to a <c>~</c>: <c>scene~1</c> and <c>scene~2</c> are different files that look alike.</summary>
    public RgbImage DecodeRgb(ReadOnlySpan<byte> encoded, int maxSide = 0)
    {
        var text = Encoding.Latin1.GetString(encoded);
        var start = text.IndexOf("Comment\0", StringComparison.Ordinal);
        var scene = start < 0 ? "" : text[start..text.IndexOf("IDAT", StringComparison.Ordinal)].Split('~')[0].TrimEnd();
        var image = RgbImage.Create(8, 8);
        new Random(scene[..Math.Min(scene.Length, 60)].Aggregate(17, (hash, symbol) => unchecked((hash * 31) + symbol))).NextBytes(image.Pixels);
        return image;
    }

    public byte[] Thumbnail(ReadOnlySpan<byte> encoded, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82) => [0xFF, 0xD8, 0xFF, (byte)(maxSide / 64)];

    public byte[] ThumbnailOfFile(string path, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82) => Thumbnail(File.ReadAllBytes(path), maxSide, format, quality);

    public byte[] ReencodeUpright(ReadOnlySpan<byte> encoded, ImageFormat? format = null, int quality = 95)
    {
        var probe = Probe(encoded);
        return Png(probe.Width, probe.Height, "upright");
    }

    public byte[] Encode(RgbImage image, ImageFormat format, int quality = 90) => throw new NotSupportedException();

    /// <summary>A complete PNG of black pixels; the text makes its bytes different from others'.</summary>
    public static byte[] Png(int width, int height, string text)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk(file, "IHDR", header);
        Chunk(file, "tEXt", Encoding.ASCII.GetBytes($"Comment\0{text}"));
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(new byte[Math.Min(1 << 20, (width + 1) * Math.Min(height, 4000))]);
        }

        Chunk(file, "IDAT", pixels.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] content = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(content));
        file.Write(number);
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
