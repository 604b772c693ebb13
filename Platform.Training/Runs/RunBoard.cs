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

        MarkUnfinishedAsInterrupted();
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
    public void Enter(Guid runId, RunState state, string? message = null)
    {
        var now = _time.GetUtcNow();
        Change(runId, record => record with
        {
            State = state,
            Message = message,
            StartedAt = state == RunState.Running ? record.StartedAt ?? now : record.StartedAt,
            EndedAt = state is RunState.Queued or RunState.Running ? null : now,
        });
        Publish(runId, new StateChanged(state, message));
    }

    /// <summary>Tells the watchers, and writes the event down.</summary>
    public void Publish(Guid runId, RunEvent happened) => Find(runId).Publish(happened);

    private void MarkUnfinishedAsInterrupted()
    {
        foreach (var record in All.Where(record => record.State is RunState.Queued or RunState.Running).ToList())
        {
            Enter(record.Id, RunState.Interrupted, "The server stopped while this run was under way. Resume it to go on from its newest checkpoint.");
        }
    }

    private Entry Find(Guid runId) => _entries.TryGetValue(runId, out var entry) ? entry : throw new NotFoundException("run", runId);

    private sealed class Entry(RunRecord record, RunFolder folder, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private RunFeed? _feed;
        private RunRecord _record = record;
        private bool _diskFailed;

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
                var numbered = Feed.Publish(happened);
                KeepGoing(() => folder.Append(numbered));
            }
        }

        // A full disk costs the run its notes, not its hours of training: watchers are told once, and writing goes on when there is room.
        private void KeepGoing(Action write)
        {
            try
            {
                write();
                _diskFailed = false;
            }
            catch (IOException failure) when (!_diskFailed)
            {
                _diskFailed = true;
                Feed.Publish(RunLines.Warning("notesFailed", failure.Message));
            }
            catch (IOException)
            {
                // Already told.
            }
        }
    }
}
