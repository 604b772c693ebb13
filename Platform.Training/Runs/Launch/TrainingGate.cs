namespace Platform.Training.Runs.Launch;

/// <summary>
/// Keeps short measurements and trainings apart: both use the tensor library's one generator and thread count, so a training that
/// begins ends the measurement first and none begins beside a training. Thread-safe.
/// </summary>
public sealed class TrainingGate
{
    private readonly object _lock = new();
    private int _trainings;
    private CancellationTokenSource? _measuring;

    /// <summary>Waits for a measurement to give way, which takes a step of it; dispose when the training ends.</summary>
    public IDisposable EnterTraining()
    {
        lock (_lock)
        {
            _trainings++;
            _measuring?.Cancel();
            while (_measuring is not null)
            {
                Monitor.Wait(_lock);
            }
        }

        return new Leave(() =>
        {
            lock (_lock)
            {
                _trainings--;
            }
        });
    }

    /// <summary>Runs a measurement on the calling thread unless something else is under way.</summary>
    /// <returns>Null where it may not begin, or had to give way.</returns>
    public T? TryMeasure<T>(Func<CancellationToken, T> measure, CancellationToken cancellation)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_lock)
        {
            if (_trainings > 0 || _measuring is not null)
            {
                return null;
            }

            _measuring = stop;
        }

        try
        {
            return measure(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            lock (_lock)
            {
                _measuring = null;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private sealed class Leave(Action action) : IDisposable
    {
        private Action? _action = action;

        public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
    }
}
