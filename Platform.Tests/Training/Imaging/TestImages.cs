using System.Buffers.Binary;
using Platform.Core.Imaging;
using Platform.Training.Imaging;
using Platform.Training.Interop;

namespace Platform.Tests.Training.Imaging;

/// <summary>Pictures and files made by code, for the imaging tests.</summary>
internal static class TestImages
{
    public static OpenCvImageCodec Codec { get; } = new();

    public static void RequireLibrary() =>
        Assert.SkipUnless(ImagingLibrary.IsAvailable, $"The imaging library is missing, run Platform.Training/Native/build.sh: {ImagingLibrary.LoadError}");

    /// <summary>Four quadrants of different colours, so that every turn and mirroring looks different.</summary>
    public static RgbImage Quadrants(int width = 64, int height = 32)
    {
        (byte, byte, byte)[] colours = [(220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 40)];
        var image = RgbImage.Create(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = colours[(x * 2 / width) + (2 * (y * 2 / height))];
                Set(image, x, y, r, g, b);
            }
        }

        return image;
    }

    public static RgbImage Filled(int width, int height, byte r, byte g, byte b)
    {
        var image = RgbImage.Create(width, height);
        for (var i = 0; i < width * height; i++)
        {
            Set(image, i % width, i / width, r, g, b);
        }

        return image;
    }

    public static void FillRectangle(RgbImage image, int left, int top, int right, int bottom, byte r, byte g, byte b)
    {
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                Set(image, x, y, r, g, b);
            }
        }
    }

    public static void Set(RgbImage image, int x, int y, byte r, byte g, byte b)
    {
        var at = 3 * ((y * image.Width) + x);
        (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) = (r, g, b);
    }

    public static (byte R, byte G, byte B) Pixel(RgbImage image, int x, int y)
    {
        var at = 3 * ((y * image.Width) + x);
        return (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }

    /// <summary>Mean absolute difference of the channels.</summary>
    public static double Difference(RgbImage a, RgbImage b)
    {
        (a.Width, a.Height).Should().Be((b.Width, b.Height));
        return a.Pixels.Zip(b.Pixels, (p, q) => Math.Abs(p - q)).Average();
    }

    /// <summary>The pixels a camera would store so that the given orientation shows <paramref name="upright"/>.</summary>
    public static RgbImage StoredFor(RgbImage upright, int orientation)
    {
        var (w, h) = (upright.Width, upright.Height);
        var stored = orientation >= 5 ? RgbImage.Create(h, w) : RgbImage.Create(w, h);
        for (var y = 0; y < stored.Height; y++)
        {
            for (var x = 0; x < stored.Width; x++)
            {
                // EXIF 2.3, tag 274: where the stored row y and column x belong in the upright picture.
                var (ux, uy) = orientation switch
                {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (w - 1 - y, x),
                    7 => (w - 1 - y, h - 1 - x),
                    8 => (y, h - 1 - x),
                    _ => (x, y),
                };
                var (r, g, b) = Pixel(upright, ux, uy);
                Set(stored, x, y, r, g, b);
            }
        }

        return stored;
    }

    /// <summary>A TIFF block with the orientation tag alone, as EXIF segments hold it.</summary>
    public static byte[] ExifBlock(int orientation, bool littleEndian = true)
    {
        var block = new byte[26];
        var span = block.AsSpan();
        (littleEndian ? "II"u8 : "MM"u8).CopyTo(span);
        void Write16(int at, ushort value)
        {
            if (littleEndian)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(at), value);
            }
        }

        Write16(2, 42);
        Write16(littleEndian ? 4 : 6, 8);
        Write16(8, 1);
        Write16(10, 274);
        Write16(12, 3);
        Write16(littleEndian ? 14 : 16, 1);
        Write16(18, (ushort)orientation);
        return block;
    }

    public static byte[] WithJpegExif(byte[] jpeg, int orientation, bool littleEndian = true)
    {
        byte[] body = [.. "Exif\0\0"u8, .. ExifBlock(orientation, littleEndian)];
        var length = body.Length + 2;
        return [.. jpeg[..2], 0xff, 0xe1, (byte)(length >> 8), (byte)length, .. body, .. jpeg[2..]];
    }

    /// <summary>A PNG of the given size without pixels: signature, IHDR, empty IDAT, IEND.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, .. PngChunk("IHDR"u8, header), .. PngChunk("IDAT"u8, []), .. PngChunk("IEND"u8, [])];
    }

    public static byte[] PngChunk(ReadOnlySpan<byte> type, byte[] body)
    {
        byte[] content = [.. type, .. body];
        var chunk = new byte[content.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + content.Length), Crc(content));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
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
