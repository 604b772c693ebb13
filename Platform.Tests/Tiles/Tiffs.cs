using Platform.Core.Imaging;

namespace Platform.Tests.Tiles;

/// <summary>Plain RGB TIFF files in strips or tiles.</summary>
internal static class Tiffs
{
    /// <param name="rows">Of a strip or a tile.</param>
    /// <param name="columns">Of a tile; 0 for strips.</param>
    /// <param name="compression">What the file says of its bytes, which are always plain.</param>
    public static byte[] Of(RgbImage image, int rows, int columns, int compression = 1)
    {
        var parts = new List<byte[]>();
        for (var top = 0; top < image.Height; top += rows)
        {
            for (var left = 0; left < image.Width; left += columns == 0 ? image.Width : columns)
            {
                parts.Add(Part(image, left, top, columns == 0 ? image.Width : columns, columns == 0 ? Math.Min(rows, image.Height - top) : rows));
            }
        }

        return Write(image.Width, image.Height, rows, columns, compression, parts);
    }

    /// <summary>A file of one strip that has next to no pixels.</summary>
    public static byte[] Header(int width, int height, int rows) => Write(width, height, rows, 0, 1, [new byte[16]]);

    // A tile at the edge is as large as all others.
    private static byte[] Part(RgbImage image, int left, int top, int width, int height)
    {
        var part = new byte[3 * width * height];
        for (var y = 0; y < Math.Min(height, image.Height - top); y++)
        {
            var columns = Math.Min(width, image.Width - left);
            image.Pixels.AsSpan(3 * (((top + y) * image.Width) + left), 3 * columns).CopyTo(part.AsSpan(3 * y * width));
        }

        return part;
    }

    private static byte[] Write(int width, int height, int rows, int columns, int compression, List<byte[]> parts)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(0);
        var offsets = new List<int>();
        foreach (var part in parts)
        {
            offsets.Add((int)file.Position);
            writer.Write(part);
        }

        var bits = Array([8, 8, 8], isShort: true);
        var offsetsAt = Array(offsets);
        var lengthsAt = Array([.. parts.Select(part => part.Length)]);
        if (file.Position % 2 == 1)
        {
            writer.Write((byte)0);
        }

        var directory = (int)file.Position;
        List<(int Tag, int Type, int Count, int Value)> entries =
        [
            (256, 4, 1, width), (257, 4, 1, height), (258, 3, 3, bits), (259, 3, 1, compression), (262, 3, 1, 2), (277, 3, 1, 3), (284, 3, 1, 1),
            .. columns == 0
                ? [(273, 4, parts.Count, offsetsAt), (278, 4, 1, rows), (279, 4, parts.Count, lengthsAt)]
                : new[] { (322, 4, 1, columns), (323, 4, 1, rows), (324, 4, parts.Count, offsetsAt), (325, 4, parts.Count, lengthsAt) },
        ];
        writer.Write((short)entries.Count);
        foreach (var (tag, type, count, value) in entries.OrderBy(entry => entry.Tag))
        {
            writer.Write((short)tag);
            writer.Write((short)type);
            writer.Write(count);
            writer.Write(value);
        }

        writer.Write(0);
        file.Position = 4;
        writer.Write(directory);
        return file.ToArray();

        // A single number stands in the entry itself.
        int Array(IReadOnlyList<int> values, bool isShort = false)
        {
            if (values.Count == 1)
            {
                return values[0];
            }

            var at = (int)file.Position;
            foreach (var value in values)
            {
                if (isShort)
                {
                    writer.Write((short)value);
                }
                else
                {
                    writer.Write(value);
                }
            }

            return at;
        }
    }
}
