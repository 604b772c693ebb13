using Platform.Core.Shared;

namespace Platform.Core.Interchange.LabelStudio;

/// <summary>
/// Label Studio's run lengths of a brush: a stream of bits over the bytes of an RGBA image, the same value in all four channels (label-studio-converter,
/// brush.py). 32 bits number of values, 5 bits word size − 1, four times 4 bits the sizes − 1 of run lengths; then runs: one bit whether the value
/// repeats, two bits which size, length − 1, and the value once or as often as the length says.
/// </summary>
internal static class BrushRuns
{
    private const int Channels = 4;
    private const int Alpha = 3;
    private const int WordBits = 8;
    private const int MaxPixels = 100_000_000;

    private static readonly int[] s_sizes = [3, 4, 8, 16];

    /// <param name="pixels">0 or 1 a pixel, row by row.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels)
    {
        var bits = new BitWriter();
        bits.Write((uint)(pixels.Length * Channels), 32);
        bits.Write(WordBits - 1, 5);
        foreach (var size in s_sizes)
        {
            bits.Write((uint)(size - 1), 4);
        }

        for (var at = 0; at < pixels.Length;)
        {
            var value = pixels[at];
            var from = at;
            while (at < pixels.Length && pixels[at] == value)
            {
                at++;
            }

            for (long left = (long)(at - from) * Channels; left > 0;)
            {
                var length = (int)Math.Min(left, 1 << s_sizes[^1]);
                var size = Array.FindIndex(s_sizes, bitCount => length <= 1 << bitCount);
                bits.Write(1, 1);
                bits.Write((uint)size, 2);
                bits.Write((uint)(length - 1), s_sizes[size]);
                bits.Write(value == 0 ? 0u : 255u, WordBits);
                left -= length;
            }
        }

        return bits.ToArray();
    }

    /// <returns>0 or 1 a pixel, row by row: whether its alpha is set. Throws <see cref="FormatException"/> on a stream that no encoder writes.</returns>
    public static byte[] Decode(ReadOnlySpan<byte> stream)
    {
        var bits = new BitReader(stream);
        var count = (long)bits.Read(32);
        if (count % Channels != 0 || count / Channels > MaxPixels)
        {
            throw new MalformedException("malformed.brush", $"A brush of {count} values is no RGBA image.");
        }

        var wordBits = (int)bits.Read(5) + 1;
        Span<int> sizes = [(int)bits.Read(4) + 1, (int)bits.Read(4) + 1, (int)bits.Read(4) + 1, (int)bits.Read(4) + 1];
        var pixels = new byte[count / Channels];
        for (long at = 0; at < count;)
        {
            var repeats = bits.Read(1) == 1;
            var length = (long)bits.Read(sizes[(int)bits.Read(2)]) + 1;
            if (at + length > count)
            {
                throw new MalformedException("malformed.brush", "A run of the brush reaches beyond its image.");
            }

            var value = repeats ? bits.Read(wordBits) : 0;
            for (var end = at + length; at < end; at++)
            {
                value = repeats ? value : bits.Read(wordBits);
                if (at % Channels == Alpha && value != 0)
                {
                    pixels[at / Channels] = 1;
                }
            }
        }

        return pixels;
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private int _used = 8;

        public void Write(uint value, int bits)
        {
            for (var bit = bits - 1; bit >= 0; bit--)
            {
                if (_used == 8)
                {
                    _bytes.Add(0);
                    _used = 0;
                }

                _bytes[^1] |= (byte)(((value >> bit) & 1) << (7 - _used++));
            }
        }

        public byte[] ToArray() => [.. _bytes];
    }

    private ref struct BitReader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private long _at;

        public uint Read(int bits)
        {
            if (_at + bits > _bytes.Length * 8L)
            {
                throw new MalformedException("malformed.brush", "The brush ends in the middle.");
            }

            uint value = 0;
            for (var i = 0; i < bits; i++, _at++)
            {
                value = (value << 1) | ((uint)(_bytes[(int)(_at / 8)] >> (int)(7 - (_at % 8))) & 1);
            }

            return value;
        }
    }
}
