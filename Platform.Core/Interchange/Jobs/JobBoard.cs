using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Jobs;

/// <summary>All imports and exports known to this process. What was under way when the last process ended is interrupted. Thread-safe.</summary>
public sealed class JobBoard
{
    private static readonly TimeSpan s_calm = TimeSpan.FromMilliseconds(200);

    private readonly InterchangeOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    public JobBoard(InterchangeOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        Directory.CreateDirectory(options.Root);
        foreach (var path in Directory.EnumerateDirectories(options.Root))
        {
            if (JobFolder.TryRead(path) is { } job)
            {
                _entries[job.Id] = new Entry(job, new JobFolder(options.Root, job.Id));
            }
            else if (Guid.TryParse(Path.GetFileName(path), out var abandoned))
            {
                // Killed before its record was written: nobody was told of it.
                new JobFolder(options.Root, abandoned).Delete();
            }
        }

        foreach (var job in All.Where(job => !job.IsEnded).ToList())
        {
            FolderOf(job.Id).DeleteScratch();
            Enter(job.Id, JobState.Interrupted, JobReasons.Interrupted);
        }
    }

    public IEnumerable<InterchangeJob> All => _entries.Values.Select(entry => entry.Job);

    public InterchangeJob Get(Guid id) => Find(id).Job;

    public ImportJobReport? Report(Guid id) => Find(id).Folder.ReadReport();

    /// <summary>The finished archive; null where the job made none.</summary>
    public string? Archive(Guid id) => Find(id) is { Job: { State: JobState.Completed, Kind: JobKind.Export }, Folder: var folder } && File.Exists(folder.Archive) ? folder.Archive : null;

    /// <summary>The job at once, then each time it changed, at most five times a second, until it ended.</summary>
    public async IAsyncEnumerable<InterchangeJob> WatchAsync(Guid id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entry = Find(id);
        while (true)
        {
            var changed = entry.Changed;
            var job = entry.Job;
            yield return job;
            if (job.IsEnded)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!entry.Job.IsEnded)
            {
                await Task.Delay(s_calm, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    internal JobFolder FolderOf(Guid id) => Find(id).Folder;

    internal CancellationTokenSource StopOf(Guid id) => Find(id).Stop;

    internal void Add(InterchangeJob job)
    {
        var entry = new Entry(job, new JobFolder(_options.Root, job.Id));
        entry.Folder.Write(job);
        _entries[job.Id] = entry;
    }

    internal InterchangeJob Enter(Guid id, JobState state, Reason? reason = null)
    {
        var now = _time.GetUtcNow();
        return Change(id, job => job with
        {
            State = state,
            Message = reason?.English,
            Reason = reason,
            StartedAt = state == JobState.Running ? now : job.StartedAt,
            EndedAt = state is JobState.Queued or JobState.Running ? null : now,
        });
    }

    /// <summary>Progress is told, but not written down: after a restart nobody needs it.</summary>
    internal void Advance(Guid id, int done, int total) => Find(id).Change(job => job with { Done = done, Total = total }, write: false);

    internal InterchangeJob Change(Guid id, Func<InterchangeJob, InterchangeJob> change) => Find(id).Change(change, write: true);

    internal void Renew(Guid id) => Find(id).Renew();

    internal void Remove(Guid id)
    {
        if (_entries.TryRemove(id, out var entry))
        {
            entry.Folder.Delete();
        }
    }

    private Entry Find(Guid id) => _entries.TryGetValue(id, out var entry) ? entry : throw new NotFoundException("job", id);

    private sealed class Entry(InterchangeJob job, JobFolder folder)
    {
        private readonly Lock _lock = new();
        private InterchangeJob _job = job;
        private TaskCompletionSource _changed = NewSignal();

        public InterchangeJob Job => Volatile.Read(ref _job);

        public JobFolder Folder => folder;

        public CancellationTokenSource Stop { get; private set; } = new();

        public Task Changed
        {
            get
            {
                lock (_lock)
                {
                    return _changed.Task;
                }
            }
        }

        public void Renew() => Stop = new CancellationTokenSource();

        public InterchangeJob Change(Func<InterchangeJob, InterchangeJob> change, bool write)
        {
            TaskCompletionSource signal;
            InterchangeJob changed;
            lock (_lock)
            {
                changed = change(_job);
                if (write)
                {
                    folder.Write(changed);
                }

                Volatile.Write(ref _job, changed);
                (signal, _changed) = (_changed, NewSignal());
            }

            signal.TrySetResult();
            return changed;
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
