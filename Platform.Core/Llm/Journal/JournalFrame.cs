using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Platform.Core.Llm.Journal;

/// <summary>
/// One record in a segment: <c>[length: u32][header length: u32][CRC-32C: u32][header: JSON][body]</c>, little-endian; the length counts header and body, the
/// checksum covers them. What a killed process left half-written fails the checksum or is too short, and ends the segment.
/// </summary>
internal static class JournalFrame
{
    public const int PrefixBytes = 12;

    // Larger than any body that is kept inside a segment: a longer one is damage.
    public const int LargestBytes = 16 << 20;

    public static byte[] Write(JournalRecord record, ReadOnlySpan<byte> body)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(record, JournalJson.Default.JournalRecord);
        var frame = new byte[PrefixBytes + header.Length + body.Length];
        header.CopyTo(frame, PrefixBytes);
        body.CopyTo(frame.AsSpan(PrefixBytes + header.Length));
        BinaryPrimitives.WriteInt32LittleEndian(frame, header.Length + body.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), header.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), Checksum(frame.AsSpan(PrefixBytes)));
        return frame;
    }

    /// <returns>Null where the bytes begin with no whole record.</returns>
    public static (JournalRecord Record, int HeaderBytes, int BodyBytes)? Read(ReadOnlySpan<byte> bytes)
    {
        if (LengthOf(bytes) is not { } length || bytes.Length < PrefixBytes + length)
        {
            return null;
        }

        var headerBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var content = bytes.Slice(PrefixBytes, length);
        if (headerBytes < 0 || headerBytes > length || Checksum(content) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]))
        {
            return null;
        }

        return (JsonSerializer.Deserialize(content[..headerBytes], JournalJson.Default.JournalRecord)!, headerBytes, length - headerBytes);
    }

    /// <returns>Bytes of header and body, or null where the prefix is cut or impossible.</returns>
    public static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PrefixBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return length is > 0 and <= LargestBytes ? length : null;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            checksum = BitOperations.Crc32C(checksum, word);
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            checksum = BitOperations.Crc32C(checksum, rest);
        }

        return ~checksum;
    }
}
