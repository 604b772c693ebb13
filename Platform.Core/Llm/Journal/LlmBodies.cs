using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Llm.Journal;

/// <summary>Reads prompts and answers, from the journal while they wait there and from the object store afterwards.</summary>
public sealed class LlmBodies(LlmJournal journal, IBlobStore blobs)
{
    private const int ReadBytes = 4 << 20;

    /// <param name="path">As a log's row holds it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="NotFoundException">It was deleted.</exception>
    public async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var (uri, key) = BodyNames.Split(path);
        if (Waiting(uri, key) is { } waiting)
        {
            return waiting;
        }

        try
        {
            var stream = await blobs.OpenReadAsync(uri, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                if (key is not null)
                {
                    return await BodyPack.ReadAsync(stream, key, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException("body", key);
                }

                using var whole = new MemoryStream();
                await stream.CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
                return whole.ToArray();
            }
        }
        catch (BlobNotFoundException)
        {
            throw new NotFoundException("body", path);
        }
    }

    private byte[]? Waiting(string uri, string? key)
    {
        var name = Path.GetFileNameWithoutExtension(uri);
        if (!Guid.TryParseExact(name, "N", out var id))
        {
            return null;
        }

        try
        {
            if (key is null)
            {
                return File.ReadAllBytes(journal.BodyPath(id));
            }

            var path = journal.SegmentPath(id);
            var segment = new JournalSegment(id, path, 0, IsClosed: true);
            for (var offset = 0L; segment.Read(offset, ReadBytes) is { Items.Count: > 0 } part; offset = part.Next)
            {
                if (part.Items.FirstOrDefault(item => BodyNames.KeyOf(item.Record) == key && uri.Contains($"{item.Record.SessionId:N}", StringComparison.Ordinal)) is { } found)
                {
                    using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    var body = new byte[found.BodyBytes];
                    RandomAccess.Read(file, body, found.BodyOffset);
                    return body;
                }
            }

            return null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
