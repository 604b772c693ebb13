using System.Runtime.CompilerServices;
using Platform.Training.Runs.Events;

namespace Platform.Training.Runs;

/// <summary>
/// The history of one run, shared by all of its watchers. A watcher is only a position in it: a late one reads from the start, a slow one
/// finds progress thinned out, and neither costs the training thread more than a list append.
/// </summary>
public sealed class RunFeed(TimeProvider time)
{
    /// <summary>Progress events kept; beyond it every second one of the older half is dropped.</summary>
    public const int ProgressLimit = 2_000;

    /// <summary>Log lines kept; beyond it the oldest are dropped.</summary>
    public const int LineLimit = 2_000;

    /// <summary>Measurements of the machine kept; thinned out as progress is.</summary>
    public const int ResourceLimit = 1_000;

    private readonly Lock _lock = new();
    private readonly List<RunEvent> _events = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _sequence;
    private int _progressCount;
    private int _lineCount;
    private int _resourceCount;
    private bool _ended;

    /// <summary>Called from the training thread; never waits for a watcher.</summary>
    /// <param name="happened">Gets its number here.</param>
    /// <param name="write">Writes it down before anybody is told: after a kill no watcher has seen more than the next process knows.</param>
    public void Publish(RunEvent happened, Action<RunEvent>? write = null)
    {
        TaskCompletionSource signal;
        lock (_lock)
        {
            var numbered = happened with { Sequence = ++_sequence, At = time.GetUtcNow() };
            write?.Invoke(numbered);
            Append(numbered);
            (signal, _changed) = (_changed, NewSignal());
        }

        signal.TrySetResult();
    }

    /// <summary>Fills an empty feed with what an earlier process wrote down.</summary>
    public void Restore(IEnumerable<RunEvent> history)
    {
        lock (_lock)
        {
            foreach (var happened in history)
            {
                _sequence = Math.Max(_sequence, happened.Sequence);
                Append(happened);
            }
        }
    }

    public IReadOnlyList<RunEvent> History()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }

    /// <summary>History after <paramref name="afterSequence"/> first, then what happens, in batches; ends when the run has ended and all was told.</summary>
    public async IAsyncEnumerable<IReadOnlyList<RunEvent>> WatchAsync(long afterSequence = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            Task changed;
            RunEvent[] batch;
            bool ended;
            lock (_lock)
            {
                batch = [.. _events.Skip(IndexAfter(afterSequence))];
                changed = _changed.Task;
                ended = _ended;
            }

            if (batch.Length > 0)
            {
                afterSequence = batch[^1].Sequence;
                yield return batch;
            }
            else if (ended)
            {
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private void Append(RunEvent happened)
    {
        if (happened is ResumedAt resumed)
        {
            ForgetAfter(resumed.AfterEpoch, resumed.AfterStep);
        }

        _events.Add(happened);
        _ended = happened is StateChanged state ? !state.State.IsActive() : _ended;
        _progressCount += happened is ProgressMade ? 1 : 0;
        _lineCount += happened is LineLogged ? 1 : 0;
        _resourceCount += happened is ResourcesMeasured ? 1 : 0;
        if (_progressCount > ProgressLimit)
        {
            _progressCount = Thin<ProgressMade>(ProgressLimit);
        }

        if (_resourceCount > ResourceLimit)
        {
            _resourceCount = Thin<ResourcesMeasured>(ResourceLimit);
        }

        if (_lineCount > LineLimit)
        {
            _events.RemoveAt(_events.FindIndex(candidate => candidate is LineLogged));
            _lineCount--;
        }
    }

    // Curves must not double back: what was told of steps after the checkpoint happened to weights that no longer exist.
    private void ForgetAfter(int epoch, int step)
    {
        _events.RemoveAll(candidate => candidate switch
        {
            ProgressMade progress => (progress.Epoch, progress.Iteration).CompareTo((epoch + 1, step)) > 0,
            EpochEnded ended => ended.Epoch > epoch,
            SamplesDrawn samples => samples.Epoch > epoch,
            _ => false,
        });
        _progressCount = _events.Count(candidate => candidate is ProgressMade);
    }

    private int Thin<T>(int limit)
        where T : RunEvent
    {
        var seen = 0;
        _events.RemoveAll(candidate => candidate is T && seen++ < limit / 2 && seen % 2 == 0);
        return _events.Count(candidate => candidate is T);
    }

    // Sequences ascend, so the position is found in O(log n).
    private int IndexAfter(long sequence)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _events[middle].Sequence <= sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
