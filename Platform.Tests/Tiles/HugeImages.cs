using Platform.Core.Imaging;
using Platform.Tests.Training.Imaging;

namespace Platform.Tests.Tiles;

/// <summary>Images of a hundred megapixels and more, made without holding their pixels.</summary>
internal static class HugeImages
{
    private const int StripRows = 16;
    private const int Strips = 6;

    /// <summary>
    /// A JPEG of six colours from top to bottom, each band lighter on its left half. Strips of 16 rows are encoded once each and then repeated: a
    /// restart marker after every row of blocks makes their codes independent of what stands before.
    /// </summary>
    public static byte[] Jpeg(int width, int height)
    {
        var strips = Enumerable.Range(0, Strips).Select(band => TestImages.Codec.Encode(Strip(width, band), ImageFormat.Jpeg, 90)).ToArray();
        var scan = Find(strips[0], 0xDA);
        var frame = Find(strips[0], 0xC0);
        using var file = new MemoryStream();
        file.Write(strips[0].AsSpan(0, frame + 5));
        file.Write([(byte)(height >> 8), (byte)height]);
        file.Write(strips[0].AsSpan(frame + 7, scan - frame - 7));
        var blocks = (width + StripRows - 1) / StripRows;
        file.Write([0xFF, 0xDD, 0, 4, (byte)(blocks >> 8), (byte)blocks]);
        var body = scan + 2 + ((strips[0][scan + 2] << 8) | strips[0][scan + 3]);
        file.Write(strips[0].AsSpan(scan, body - scan));
        var rows = (height + StripRows - 1) / StripRows;
        for (var row = 0; row < rows; row++)
        {
            var strip = strips[row * Strips / rows];
            file.Write(strip.AsSpan(body, strip.Length - 2 - body));
            file.Write([0xFF, row == rows - 1 ? (byte)0xD9 : (byte)(0xD0 + (row % 8))]);
        }

        return file.ToArray();
    }

    /// <summary>The colour of the band at a height from 0 (top) to 1, on its right half.</summary>
    public static byte RedAt(double height) => Red((int)(height * Strips));

    private static byte Red(int band) => (byte)(30 + (30 * band));

    private static RgbImage Strip(int width, int band)
    {
        var image = TestImages.Filled(width, StripRows, Red(band), 90, 60);
        TestImages.FillRectangle(image, 0, 0, width / 2, StripRows, (byte)(Red(band) + 60), 150, 120);
        return image;
    }

    private static int Find(byte[] jpeg, byte marker)
    {
        for (var at = 2; ; at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]))
        {
            if (jpeg[at + 1] == marker)
            {
                return at;
            }
        }
    }
}
