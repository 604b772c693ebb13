using System.Buffers;

namespace Platform.Core.Llm.Journal;

/// <summary>A file of the journal.</summary>
/// <param name="Id">Sorts by time.</param>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Written so far.</param>
/// <param name="IsClosed">Nothing is appended any more.</param>
public sealed record JournalSegment(Guid Id, string Path, long Bytes, bool IsClosed)
{
    internal const string Suffix = ".journal";

    internal static JournalSegment Of(FileInfo file) => new(Guid.ParseExact(System.IO.Path.GetFileNameWithoutExtension(file.Name), "N"), file.FullName, file.Length, IsClosed: true);

    /// <summary>Reads records from an offset on, up to the last whole one or a bound of bytes. A torn end is no error: nobody was told that it was written.</summary>
    /// <returns>The records, and where the next one begins.</returns>
    internal (IReadOnlyList<JournalItem> Items, long Next) Read(long offset, int atMostBytes)
    {
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var items = new List<JournalItem>();
        var buffer = ArrayPool<byte>.Shared.Rent(JournalFrame.PrefixBytes);
        try
        {
            for (var read = 0L; read < atMostBytes;)
            {
                var prefix = RandomAccess.Read(file, buffer.AsSpan(0, JournalFrame.PrefixBytes), offset);
                if (JournalFrame.LengthOf(buffer.AsSpan(0, prefix)) is not { } length)
                {
                    break;
                }

                var whole = JournalFrame.PrefixBytes + length;
                if (buffer.Length < whole)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(whole);
                }

                if (RandomAccess.Read(file, buffer.AsSpan(0, whole), offset) < whole || JournalFrame.Read(buffer.AsSpan(0, whole)) is not { } found)
                {
                    break;
                }

                items.Add(new JournalItem(found.Record, Id, offset + JournalFrame.PrefixBytes + found.HeaderBytes, found.BodyBytes));
                offset += whole;
                read += whole;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (items, offset);
    }
}

/// <summary>A record and where its body stands in its segment.</summary>
internal sealed record JournalItem(JournalRecord Record, Guid Segment, long BodyOffset, int BodyBytes);
