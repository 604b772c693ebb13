using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Platform.Core.Shared;

namespace Platform.Core.Jobs;

/// <summary>All jobs of a kind known to this process, one folder each. What was under way when the last process ended is interrupted. Thread-safe.</summary>
public class JobBoard<TJob>
    where TJob : Job
{
    private static readonly TimeSpan s_calm = TimeSpan.FromMilliseconds(200);

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    public JobBoard(string root, TimeProvider time)
    {
        (_root, _time) = (root, time);
        Directory.CreateDirectory(root);
        foreach (var path in Directory.EnumerateDirectories(root))
        {
            if (JobFolder.TryRead<TJob>(path) is { } job)
            {
                _entries[job.Id] = new Entry(job, new JobFolder(root, job.Id));
            }
            else if (Guid.TryParse(Path.GetFileName(path), out var abandoned))
            {
                // Killed before its record was written: nobody was told of it.
                new JobFolder(root, abandoned).Delete();
            }
        }

        foreach (var job in All.Where(job => !job.IsEnded).ToList())
        {
            FolderOf(job.Id).DeleteScratch();
            Enter(job.Id, JobState.Interrupted, JobReasons.Interrupted);
        }
    }

    public IEnumerable<TJob> All => _entries.Values.Select(entry => entry.Job);

    public TJob Get(Guid id) => Find(id).Job;

    /// <summary>The job at once, then each time it changed, at most five times a second, until it ended.</summary>
    public async IAsyncEnumerable<TJob> WatchAsync(Guid id, [EnumeratorCancellation] CancellationToken cancellationToken)
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

    public JobFolder FolderOf(Guid id) => Find(id).Folder;

    public void Add(TJob job)
    {
        var entry = new Entry(job, new JobFolder(_root, job.Id));
        entry.Folder.Write(job);
        _entries[job.Id] = entry;
    }

    public TJob Enter(Guid id, JobState state, Reason? reason = null)
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
    public void Advance(Guid id, Func<TJob, TJob> change) => Find(id).Change(change, write: false);

    public TJob Change(Guid id, Func<TJob, TJob> change) => Find(id).Change(change, write: true);

    public void Remove(Guid id)
    {
        if (_entries.TryRemove(id, out var entry))
        {
            entry.Folder.Delete();
        }
    }

    /// <summary>Asks a job under way to stop; one that waits is stopped at once.</summary>
    public async Task StopAsync(Guid id)
    {
        await Find(id).Stop.CancelAsync().ConfigureAwait(false);
        if (Get(id).State == JobState.Queued)
        {
            Enter(id, JobState.Cancelled, JobReasons.StoppedBefore);
        }
    }

    /// <summary>Makes a job that did not end well wait again.</summary>
    public void Renew(Guid id)
    {
        if (!Get(id).CanRestart)
        {
            throw new DomainRuleException("job.not_restartable", "Only a job that failed, was stopped or was interrupted can be started again.");
        }

        Find(id).Renew();
        Change(id, job => job with { Done = 0, Total = 0 });
        Enter(id, JobState.Queued);
    }

    internal CancellationTokenSource StopOf(Guid id) => Find(id).Stop;

    private Entry Find(Guid id) => _entries.TryGetValue(id, out var entry) ? entry : throw new NotFoundException("job", id);

    private sealed class Entry(TJob job, JobFolder folder)
    {
        private readonly Lock _lock = new();
        private TJob _job = job;
        private TaskCompletionSource _changed = NewSignal();

        public TJob Job => Volatile.Read(ref _job);

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

        public TJob Change(Func<TJob, TJob> change, bool write)
        {
            TaskCompletionSource signal;
            TJob changed;
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
