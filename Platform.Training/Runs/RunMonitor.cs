namespace Platform.Training.Runs;

/// <summary>Tells a run's watchers what the run takes of the machine, from a timer's thread: the training never waits for it.</summary>
internal sealed class RunMonitor : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly RunBoard _board;
    private readonly Guid _runId;
    private readonly MachineLoad _load;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _isOver;

    /// <summary>Begins at once: the first sample tells what was taken before the training.</summary>
    public RunMonitor(RunBoard board, Guid runId, TimeProvider time)
    {
        (_board, _runId) = (board, runId);
        _load = new MachineLoad(time);
        _timer = time.CreateTimer(_ => Measure(), null, TimeSpan.Zero, s_interval);
    }

    /// <summary>Waits for a measurement under way: nothing may be told of a run that has ended.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isOver = true;
        }
    }

    private void Measure()
    {
        // A machine too busy to answer within the interval is asked less often.
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            if (!_isOver)
            {
                _board.Publish(_runId, _load.Measure());
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            // A measurement less.
        }
        finally
        {
            _lock.Exit();
        }
    }
}
