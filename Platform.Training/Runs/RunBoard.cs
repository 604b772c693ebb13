using System.Collections.Concurrent;
using Platform.Core.Shared;
using Platform.Training.Runs.Events;

namespace Platform.Training.Runs;

/// <summary>All runs known to this process: their records, feeds and folders. Thread-safe.</summary>
public sealed class RunBoard
{
    private readonly RunOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    public RunBoard(RunOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Directory.CreateDirectory(options.Root);
        foreach (var path in Directory.EnumerateDirectories(options.Root))
        {
            if (RunFolder.TryRead(path) is { } record)
            {
                _entries[record.Id] = new Entry(record, new RunFolder(options.Root, record.Id), time);
            }
        }

        MarkAbandonedAsInterrupted();
    }

    public IEnumerable<RunRecord> All => _entries.Values.Select(entry => entry.Record);

    public RunRecord Get(Guid runId) => Find(runId).Record;

    public RunFeed Feed(Guid runId) => Find(runId).Feed;

    public RunFolder Folder(Guid runId) => Find(runId).Folder;

    public void Add(RunRecord record)
    {
        var entry = new Entry(record, new RunFolder(_options.Root, record.Id), _time);
        entry.Folder.Write(record);
        _entries[record.Id] = entry;
        Publish(record.Id, new StateChanged(record.State));
    }

    /// <summary>Takes back a run that was added but could not be queued.</summary>
    public void Remove(Guid runId)
    {
        if (_entries.TryRemove(runId, out var entry))
        {
            entry.Folder.Delete();
        }
    }

    public RunRecord Change(Guid runId, Func<RunRecord, RunRecord> change) => Find(runId).Change(change);

    /// <summary>Moves the run into a state, on disk before anybody is told.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="state">Its new state.</param>
    /// <param name="reason">Why, where the state alone does not say it.</param>
    public void Enter(Guid runId, RunState state, LineLogged? reason = null)
    {
        var now = _time.GetUtcNow();
        Change(runId, record => record with
        {
            State = state,
            Message = reason?.Text,
            StartedAt = state == RunState.Running ? record.StartedAt ?? now : record.StartedAt,
            EndedAt = state.IsActive() ? null : now,
        });
        Publish(runId, new StateChanged(state, reason?.Text) { Code = reason?.Code, Arguments = reason?.Arguments });
    }

    /// <summary>Tells the watchers, and writes the event down.</summary>
    public void Publish(Guid runId, RunEvent happened) => Find(runId).Publish(happened);

    // Whoever trains a run holds its lock, so that a console beside the server does not take the server's trainings for dead. Those in the line stay there.
    private void MarkAbandonedAsInterrupted()
    {
        foreach (var record in All.Where(record => record.State.IsOnDevice()).ToList())
        {
            using var hold = Folder(record.Id).TryHold();
            if (hold is not null)
            {
                Enter(record.Id, RunState.Interrupted, RunLines.Of("serverStopped"));
            }
        }
    }

    private Entry Find(Guid runId) => _entries.TryGetValue(runId, out var entry) ? entry : throw new NotFoundException("run", runId);

    private sealed class Entry(RunRecord record, RunFolder folder, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private readonly Queue<RunEvent> _unwritten = new();
        private RunFeed? _feed;
        private RunRecord _record = record;

        public RunFolder Folder => folder;

        public RunRecord Record => Volatile.Read(ref _record);

        // Read from disk at the first look only: a server with thousands of old runs starts at once.
        public RunFeed Feed
        {
            get
            {
                lock (_lock)
                {
                    if (_feed is null)
                    {
                        _feed = new RunFeed(time);
                        _feed.Restore(folder.ReadEvents());
                    }

                    return _feed;
                }
            }
        }

        public RunRecord Change(Func<RunRecord, RunRecord> change)
        {
            lock (_lock)
            {
                var changed = change(_record);
                Volatile.Write(ref _record, changed);
                KeepGoing(() => folder.Write(changed));
                return changed;
            }
        }

        public void Publish(RunEvent happened)
        {
            lock (_lock)
            {
                Feed.Publish(happened, numbered =>
                {
                    _unwritten.Enqueue(numbered);
                    KeepGoing(WriteEvents);
                });
            }
        }

        // Bounded: a run without room for its checkpoint waits, so at most an epoch's events gather here.
        private void WriteEvents()
        {
            while (_unwritten.TryPeek(out var next))
            {
                folder.Append(next);
                _unwritten.Dequeue();
            }
        }

        // A full disk costs the run its notes for a while, not its hours of training: they are written as soon as there is room.
        private void KeepGoing(Action write)
        {
            try
            {
                write();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The run's next checkpoint meets the same disk, waits and says so.
            }
        }
    }
}
