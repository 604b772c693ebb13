using System.Buffers.Binary;
using Platform.Core.Imaging;

namespace Platform.Tests.Tiles;

/// <summary>Uncompressed BMP files as other programs write them.</summary>
internal static class Bitmaps
{
    private const int HeaderBytes = 54;

    /// <param name="depth">32, 24, or 8 with a palette of the image's own colours.</param>
    /// <param name="isUpwards">The last row comes first, as in most files.</param>
    public static byte[] Of(RgbImage image, int depth, bool isUpwards)
    {
        var palette = new List<(byte R, byte G, byte B)>();
        var paletteBytes = depth == 8 ? 4 * 256 : 0;
        var row = ((image.Width * depth) + 31) / 32 * 4;
        var file = new byte[HeaderBytes + paletteBytes + (row * image.Height)];
        "BM"u8.CopyTo(file);
        Write(2, file.Length);
        Write(10, HeaderBytes + paletteBytes);
        Write(14, 40);
        Write(18, image.Width);
        Write(22, isUpwards ? image.Height : -image.Height);
        file[26] = 1;
        file[28] = (byte)depth;
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var from = 3 * ((y * image.Width) + x);
                var colour = (R: image.Pixels[from], G: image.Pixels[from + 1], B: image.Pixels[from + 2]);
                var at = HeaderBytes + paletteBytes + (row * (isUpwards ? image.Height - 1 - y : y)) + (x * depth / 8);
                if (depth == 8)
                {
                    if (!palette.Contains(colour))
                    {
                        palette.Add(colour);
                    }

                    file[at] = (byte)palette.IndexOf(colour);
                }
                else
                {
                    (file[at], file[at + 1], file[at + 2]) = (colour.B, colour.G, colour.R);
                }
            }
        }

        palette.Count.Should().BeLessThanOrEqualTo(256);
        foreach (var (number, (r, g, b)) in palette.Index())
        {
            (file[HeaderBytes + (4 * number)], file[HeaderBytes + (4 * number) + 1], file[HeaderBytes + (4 * number) + 2]) = (b, g, r);
        }

        return file;

        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }
}
