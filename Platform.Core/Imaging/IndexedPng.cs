using System.Buffers.Binary;
using System.IO.Compression;

namespace Platform.Core.Imaging;

/// <summary>Pixels of a label image: an index a pixel where the file has a palette or is grey, else its colour.</summary>
/// <param name="Values">Row by row; 0xRRGGBB where <paramref name="IsColor"/>, else the index.</param>
public sealed record LabelImage(int Width, int Height, bool IsColor, int[] Values);

/// <summary>
/// Reads and writes the PNG files in which masks are kept. Picture decoders answer with colours, but what counts in a mask is the index in the
/// palette. Not interlaced, at most 8 bits a channel: everything that tools write for masks.
/// </summary>
public static class IndexedPng
{
    private const int MaxPixels = 100_000_000;

    private static readonly uint[] s_crcTable = [.. Enumerable.Range(0, 256).Select(CrcEntry)];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <param name="pixels">One index a pixel, row by row.</param>
    /// <param name="palette">Colours as 0xRRGGBB, at most 256; null for a grey image.</param>
    public static byte[] Write(int width, int height, ReadOnlySpan<byte> pixels, IReadOnlyList<int>? palette)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, palette is null ? (byte)0 : (byte)3);
        Chunk(file, "IHDR"u8, header);
        if (palette is not null)
        {
            Chunk(file, "PLTE"u8, [.. palette.SelectMany(color => new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color })]);
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(y * width, width));
            }
        }

        Chunk(file, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> on anything but a whole PNG of the kinds above.</summary>
    public static LabelImage Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature) || file.Length < 33)
        {
            throw new InvalidDataException("The mask is not a PNG file.");
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(file[16..]), height = BinaryPrimitives.ReadInt32BigEndian(file[20..]);
        var (bits, kind, interlace) = (file[24], file[25], file[28]);
        var channels = kind switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        if (channels == 0 || bits is not (1 or 2 or 4 or 8) || (channels > 1 && bits != 8) || interlace != 0 || width <= 0 || height <= 0 || (long)width * height > MaxPixels)
        {
            throw new InvalidDataException("The mask is a PNG of a kind that masks are not kept in: interlaced, of 16 bits, or too large.");
        }

        using var packed = new MemoryStream();
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            if (length < 0 || at + 12L + length > file.Length)
            {
                throw new InvalidDataException("The mask's PNG ends in the middle.");
            }

            if (file.Slice(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(file.Slice(at + 8, length));
            }

            at += 12 + length;
        }

        packed.Position = 0;
        return new LabelImage(width, height, channels > 2, Pixels(packed, width, height, bits, channels));
    }

    private static int[] Pixels(Stream packed, int width, int height, int bits, int channels)
    {
        var step = Math.Max(1, bits * channels / 8);
        var row = new byte[((width * bits * channels) + 7) / 8];
        var above = new byte[row.Length];
        var values = new int[width * height];
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            if (filter < 0 || zlib.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw new InvalidDataException("The mask's PNG ends in the middle.");
            }

            Unfilter(filter, row, above, step);
            for (var x = 0; x < width; x++)
            {
                values[(y * width) + x] = channels > 2
                    ? (row[x * channels] << 16) | (row[(x * channels) + 1] << 8) | row[(x * channels) + 2]
                    : bits == 8 ? row[x * channels] : (row[x * bits / 8] >> (8 - bits - (x * bits % 8))) & ((1 << bits) - 1);
            }

            (row, above) = (above, row);
        }

        return values;
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => throw new InvalidDataException("The mask's PNG is damaged."),
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner, byLeft = Math.Abs(estimate - left), byUp = Math.Abs(estimate - up), byCorner = Math.Abs(estimate - corner);
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(name);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, name), content));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = s_crcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcEntry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        }

        return value;
    }
}
