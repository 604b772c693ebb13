using System.Buffers.Binary;
using System.Text;

namespace Platform.Training.Tensors.PyTorch;

/// <summary>Reads a pickle's bytes; whatever would lie behind its end is refused before room for it is made.</summary>
internal ref struct PickleCursor(ReadOnlySpan<byte> bytes)
{
    private const int LongestName = 1000;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _left = bytes;

    internal byte ReadByte() => Take(1)[0];

    internal ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    internal double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    internal byte[] ReadBytes(ulong count) => Take(count).ToArray();

    internal string ReadText(ulong count) => Decode(Take(count));

    /// <summary>A whole number of up to 8 bytes, two's complement.</summary>
    internal long ReadLong(ulong count)
    {
        var digits = Take(count);
        if (digits.Length > 8)
        {
            throw new InvalidDataException($"The file's pickle holds a whole number of {digits.Length} bytes; weights need none above 8.");
        }

        var value = digits.Length > 0 && digits[^1] >= 0x80 ? -1L : 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | digits[i];
        }

        return value;
    }

    /// <summary>Text up to the end of the line.</summary>
    internal string ReadLine()
    {
        var length = _left[..Math.Min(_left.Length, LongestName)].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw new InvalidDataException("A name in the file's pickle has no end.");
        }

        var line = ReadText((ulong)length);
        Take(1);
        return line;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_left.Length)
        {
            throw new InvalidDataException("The file's pickle ends in the middle of a value. The file was cut off, or its lengths are wrong; get it again.");
        }

        var taken = _left[..(int)count];
        _left = _left[(int)count..];
        return taken;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            throw new InvalidDataException("A text in the file's pickle is no UTF-8.", broken);
        }
    }
}
