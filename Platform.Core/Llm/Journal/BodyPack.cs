using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Core.Llm.Journal;

/// <summary>Several bodies in one object: a line of JSON that names them with offset and length, counted from after that line, and then the bytes.</summary>
internal static class BodyPack
{
    private const int LongestIndexBytes = 4 << 20;

    internal sealed record Entry(string Key, long Offset, int Bytes);

    /// <summary>Writes the bodies of the items, read from their segment.</summary>
    public static async Task WriteAsync(Stream target, string segmentPath, IReadOnlyList<JournalItem> items, CancellationToken cancellationToken)
    {
        var entries = new List<Entry>(items.Count);
        var offset = 0L;
        foreach (var item in items)
        {
            entries.Add(new Entry(BodyNames.KeyOf(item.Record), offset, item.BodyBytes));
            offset += item.BodyBytes;
        }

        await target.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(entries, PackJson.Default.ListEntry), cancellationToken).ConfigureAwait(false);
        target.WriteByte((byte)'\n');
        using var segment = File.OpenHandle(segmentPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        foreach (var item in items)
        {
            var body = new byte[item.BodyBytes];
            RandomAccess.Read(segment, body, item.BodyOffset);
            await target.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>The body, or null where the pack has none of that name.</returns>
    public static async Task<byte[]?> ReadAsync(Stream pack, string key, CancellationToken cancellationToken)
    {
        var index = new MemoryStream();
        var one = new byte[1];
        var buffered = new BufferedStream(pack, 64 << 10);
        while (await buffered.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 1 && one[0] != '\n')
        {
            index.WriteByte(one[0]);
            if (index.Length > LongestIndexBytes)
            {
                throw new InvalidDataException("The index of a pack of bodies is longer than any that is written.");
            }
        }

        var entries = JsonSerializer.Deserialize(index.ToArray(), PackJson.Default.ListEntry) ?? [];
        if (entries.Find(entry => entry.Key == key) is not { } found)
        {
            return null;
        }

        var skipped = new byte[64 << 10];
        for (var left = found.Offset; left > 0;)
        {
            var read = await buffered.ReadAsync(skipped.AsMemory(0, (int)Math.Min(skipped.Length, left)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            left -= read;
        }

        var body = new byte[found.Bytes];
        await buffered.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return body;
    }
}

/// <summary>Reads and writes indexes without reflection.</summary>
[JsonSerializable(typeof(List<BodyPack.Entry>))]
internal sealed partial class PackJson : JsonSerializerContext;
