using Platform.Core.Storage;

namespace Platform.Core.Llm.Journal;

/// <summary>Takes closed segments to the object store, and deletes them once all of their bodies are there.</summary>
internal sealed class BodyShipper(LlmJournal journal, IBlobStore blobs)
{
    private const int ReadBytes = 4 << 20;

    /// <summary>Repeating it after a failure or a kill writes the same objects again.</summary>
    public async Task ShipAsync(JournalSegment segment, CancellationToken cancellationToken)
    {
        var items = new List<JournalItem>();
        for (var offset = 0L; segment.Read(offset, ReadBytes) is { Items.Count: > 0 } part; offset = part.Next)
        {
            items.AddRange(part.Items.Where(item => BodyNames.KeyOf(item.Record).Length > 0));
        }

        foreach (var item in items)
        {
            if (BodyNames.BodyFileOf(item.Record) is { } body && File.Exists(journal.BodyPath(body)))
            {
                var file = File.OpenRead(journal.BodyPath(body));
                await using (file.ConfigureAwait(false))
                {
                    await blobs.PutNamedAsync(BodyNames.FileOf(item.Record.SessionId, body), file, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        foreach (var session in items.Where(item => BodyNames.BodyFileOf(item.Record) is null).GroupBy(item => item.Record.SessionId))
        {
            using var pack = new MemoryStream();
            await BodyPack.WriteAsync(pack, segment.Path, [.. session], cancellationToken).ConfigureAwait(false);
            pack.Position = 0;
            await blobs.PutNamedAsync(BodyNames.PackOf(session.Key, segment.Id), pack, cancellationToken).ConfigureAwait(false);
        }

        // The segment last: while it stands, all of this is done again.
        foreach (var body in items.Select(item => BodyNames.BodyFileOf(item.Record)).OfType<Guid>())
        {
            journal.Forget(journal.BodyPath(body));
        }

        journal.Forget(segment.Path);
    }
}
