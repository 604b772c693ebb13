using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Core.Llm.Commands;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Llm.Journal;

/// <summary>
/// Follows the journal: rows go to the database within milliseconds, bodies to the object store once their segment is closed. Each waits for its own store, and
/// neither for the other. What a killed process left is taken up at the start, before any request is let in.
/// </summary>
public sealed partial class JournalDrain(LlmJournal journal, ApplyJournalCommand apply, IBlobStore blobs, IOptions<JournalOptions> options, TimeProvider time, ILogger<JournalDrain> logger)
{
    private const int BatchBytes = 1 << 20;
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(15);

    private readonly BodyShipper _shipper = new(journal, blobs);
    private readonly Channel<JournalSegment> _closed = Channel.CreateUnbounded<JournalSegment>();
    private readonly Dictionary<Guid, long> _applied = [];
    private readonly ConcurrentDictionary<Guid, bool> _handedOver = new();

    /// <summary>Applies what a process before this one left, and ends the requests that died with it.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await ApplyNewAsync(mayRepeat: true, cancellationToken).ConfigureAwait(false);
        await apply.EndInterruptedAsync(time.GetUtcNow().UtcDateTime, cancellationToken).ConfigureAwait(false);
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(FollowAsync(cancellationToken), ShipAsync(cancellationToken), SyncAsync(cancellationToken));

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await journal.WaitAsync(options.Value.SegmentAge, cancellationToken).ConfigureAwait(false);

            // Rows that come together go together.
            await Task.Delay(s_gathering, time, cancellationToken).ConfigureAwait(false);
            journal.CloseOld();
            await UntilItWorksAsync("database", () => ApplyNewAsync(mayRepeat: false, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ApplyNewAsync(bool mayRepeat, CancellationToken cancellationToken)
    {
        // Asked before the files are listed: what is shipped and deleted in between is known here.
        var handedOver = _handedOver.Keys.ToHashSet();
        foreach (var segment in journal.Segments().Where(segment => !handedOver.Contains(segment.Id)))
        {
            while (segment.Read(_applied.GetValueOrDefault(segment.Id), BatchBytes) is { Items.Count: > 0 } part)
            {
                await ApplyAsync(part.Items, mayRepeat, cancellationToken).ConfigureAwait(false);
                _applied[segment.Id] = part.Next;
            }

            if (segment.IsClosed)
            {
                _applied.Remove(segment.Id);
                _handedOver[segment.Id] = true;
                _closed.Writer.TryWrite(segment);
            }
        }
    }

    // What the database will never take, because what it names is gone, must not hold up all that comes after it.
    private async Task ApplyAsync(IReadOnlyList<JournalItem> items, bool mayRepeat, CancellationToken cancellationToken)
    {
        try
        {
            await apply.ExecuteAsync(items, mayRepeat, cancellationToken).ConfigureAwait(false);
        }
        catch (DomainRuleException refused) when (refused.Code is "database.duplicate" or "database.referenced")
        {
            if (items.Count == 1)
            {
                LogRefused(refused, items[0].Record);
                return;
            }

            foreach (var item in items)
            {
                await ApplyAsync([item], mayRepeat: true, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ShipAsync(CancellationToken cancellationToken)
    {
        await foreach (var segment in _closed.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await UntilItWorksAsync("object store", () => _shipper.ShipAsync(segment, cancellationToken), cancellationToken).ConfigureAwait(false);
            _handedOver.TryRemove(segment.Id, out _);
        }
    }

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(options.Value.SyncInterval, time, cancellationToken).ConfigureAwait(false);
            journal.Sync();
        }
    }

    // The store is away, or busy: what waits lies on the disk, and is tried again for as long as it takes.
    private async Task UntilItWorksAsync(string store, Func<Task> work, CancellationToken cancellationToken)
    {
        for (var delay = s_retry; ; delay = delay * 2 > s_longestRetry ? s_longestRetry : delay * 2)
        {
            try
            {
                await work().ConfigureAwait(false);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogWaiting(failure, store, journal.WaitingBytes);
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The database refuses a record of the gateway for good; it is left out: {Record}")]
    private partial void LogRefused(Exception refused, JournalRecord record);

    [LoggerMessage(LogLevel.Warning, "The {Store} does not take what the gateway has written down. {WaitingBytes} bytes wait on the disk; it is tried again until it works")]
    private partial void LogWaiting(Exception failure, string store, long waitingBytes);
}
