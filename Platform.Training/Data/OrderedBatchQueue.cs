using System.Diagnostics;

namespace Platform.Training.Data;

/// <summary>
/// Batches of one epoch between loader threads and one consumer. Threads claim positions in order and at most
/// <c>capacity</c> ahead; the consumer receives them in order whichever thread finishes first.
/// </summary>
internal sealed class OrderedBatchQueue(int firstBatch, int batchCount, int capacity)
{
    private readonly object _gate = new();
    private readonly Dictionary<int, SampleBatch> _ready = [];
    private int _nextClaim = firstBatch;
    private int _nextTake = firstBatch;
    private Exception? _failure;
    private bool _stopped;

    public bool IsStopped => Volatile.Read(ref _stopped);

    public int Depth
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count;
            }
        }
    }

    /// <summary>The next batch to make, or -1 when there is none left. Waits while the consumer is too far behind.</summary>
    public int Claim()
    {
        lock (_gate)
        {
            while (!_stopped && _nextClaim < batchCount && _nextClaim >= _nextTake + capacity)
            {
                Monitor.Wait(_gate);
            }

            return _stopped || _nextClaim >= batchCount ? -1 : _nextClaim++;
        }
    }

    public void Put(SampleBatch batch)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _ready.Add(batch.Index, batch);
                Monitor.PulseAll(_gate);
                return;
            }
        }

        batch.Dispose();
    }

    public void Fail(Exception exception)
    {
        lock (_gate)
        {
            _failure ??= exception;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next batch in order, and how long the consumer waited for it.</summary>
    public SampleBatch Take(CancellationToken cancellationToken, out TimeSpan waited)
    {
        var start = Stopwatch.GetTimestamp();
        using var registration = cancellationToken.Register(WakeAll);
        lock (_gate)
        {
            // Cancellation wins over a batch that is ready, so that a cancelled epoch never runs on.
            cancellationToken.ThrowIfCancellationRequested();
            SampleBatch? batch;
            while (!_ready.Remove(_nextTake, out batch))
            {
                if (_failure is not null)
                {
                    throw _failure is SampleLoadException load ? new SampleLoadException(load.SampleId, load.InnerException!) : new InvalidOperationException(_failure.Message, _failure);
                }

                Monitor.Wait(_gate);
                cancellationToken.ThrowIfCancellationRequested();
            }

            _nextTake++;
            Monitor.PulseAll(_gate);
            waited = Stopwatch.GetElapsedTime(start);
            return batch;
        }
    }

    /// <summary>Lets waiting threads go and gives unread batches back to their pool.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var batch in _ready.Values)
            {
                batch.Dispose();
            }

            _ready.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
