using Microsoft.Extensions.Logging;
using Platform.Core.Shared;
using Platform.Training.Runs.Events;
using Platform.Training.Trainer;
using LogSeverity = Platform.Training.Runs.Events.LogSeverity;

namespace Platform.Training.Runs;

/// <summary>The bounded line of waiting runs, and one dedicated thread a device that works it off. Thread-safe.</summary>
public sealed partial class RunQueue(RunBoard board, IRunJob job, RunOptions options, ILogger<RunQueue> logger) : IDisposable
{
    // A step and the writing of its checkpoint.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);

    private readonly object _gate = new();
    private readonly LinkedList<Guid> _line = new();
    private readonly Dictionary<Guid, RunControl> _controls = [];
    private readonly List<Thread> _threads = [];
    private bool _closed;

    /// <param name="devices">Where to train; one thread each.</param>
    public void Start(IEnumerable<string> devices)
    {
        foreach (var device in devices)
        {
            // A thread of its own: a training lasts hours, and a pool thread held that long starves the web.
            var thread = new Thread(() => Work(device)) { IsBackground = true, Name = $"training {device}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Takes up the runs that an earlier process, or a console, has left in the line.</summary>
    public void TakeUpWaiting()
    {
        lock (_gate)
        {
            foreach (var run in board.All.Where(run => run.State == RunState.Queued && !_controls.ContainsKey(run.Id)).OrderBy(run => run.CreatedAt).ToList())
            {
                Append(run.Id);
            }
        }
    }

    /// <summary>Puts the run in the line.</summary>
    public void Enqueue(Guid runId)
    {
        lock (_gate)
        {
            if (_line.Count >= options.QueueCapacity)
            {
                throw new DomainRuleException(
                    "runs.queue_full", $"{options.QueueCapacity} trainings are waiting already. Wait for one to end or cancel one, then launch again.", options.QueueCapacity);
            }

            Append(runId);
        }
    }

    /// <summary>Puts a run that did not complete back in the line, or leaves it as it is where the line is full.</summary>
    public void Return(Guid runId)
    {
        lock (_gate)
        {
            var before = board.Get(runId);
            board.Enter(runId, RunState.Queued);
            try
            {
                Enqueue(runId);
            }
            catch (DomainRuleException)
            {
                board.Enter(runId, before.State, before.Message is { } message ? new LineLogged(LogSeverity.Information, message) : null);
                throw;
            }
        }
    }

    /// <summary>Asks a waiting, running or paused run to stop; it keeps its checkpoints.</summary>
    public void Cancel(Guid runId)
    {
        lock (_gate)
        {
            if (!TryLeaveLine(runId, RunState.Cancelled))
            {
                Held(runId, "runs.not_active", "This run is neither waiting nor running, so there is nothing to cancel.").Cancel();
            }
        }
    }

    /// <summary>Asks a waiting or running run to give its place to the next; it goes on exactly there when resumed.</summary>
    public void Pause(Guid runId)
    {
        lock (_gate)
        {
            if (!TryLeaveLine(runId, RunState.Paused))
            {
                Held(runId, "runs.not_pausable", "Only a run that waits or runs can be paused.").Pause();
            }
        }
    }

    /// <summary>Asks a running run to end with what it has reached.</summary>
    /// <returns>Whether it runs.</returns>
    public bool TryFinish(Guid runId)
    {
        lock (_gate)
        {
            if (!_controls.TryGetValue(runId, out var control) || !board.Get(runId).State.IsOnDevice())
            {
                return false;
            }

            control.Stop.Ask(StopWish.Finish);
            return true;
        }
    }

    /// <summary>Stops what runs; it shows as interrupted and can be resumed. What waits stays in the line for the next process.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _line.Clear();
            foreach (var control in _controls.Values)
            {
                control.Interrupt();
            }

            Monitor.PulseAll(_gate);
        }

        JoinAll();
        lock (_gate)
        {
            foreach (var control in _controls.Values)
            {
                control.Abandon();
            }
        }

        JoinAll();
    }

    private void JoinAll() => _threads.ForEach(thread => thread.Join(s_patience));

    private void Append(Guid runId)
    {
        _controls[runId] = new RunControl();
        _line.AddLast(runId);
        Monitor.PulseAll(_gate);
    }

    private bool TryLeaveLine(Guid runId, RunState state)
    {
        var isQueued = _line.Remove(runId);
        if (!isQueued && !(state == RunState.Cancelled && board.Get(runId).State == RunState.Paused))
        {
            return false;
        }

        _controls.Remove(runId);
        board.Enter(runId, state);
        return true;
    }

    // A run has ended once the board says so, a moment before its thread lets go of it.
    private RunControl Held(Guid runId, string code, string message) =>
        _controls.TryGetValue(runId, out var control) && board.Get(runId).State.IsActive() ? control : throw new DomainRuleException(code, message);

    private void Work(string device)
    {
        while (Next() is var (runId, control))
        {
            using (control)
            {
                RunOne(runId, device, control);
                lock (_gate)
                {
                    // Resumed in the meantime, it has another one.
                    if (_controls.GetValueOrDefault(runId) == control)
                    {
                        _controls.Remove(runId);
                    }
                }
            }
        }
    }

    private (Guid RunId, RunControl Control)? Next()
    {
        lock (_gate)
        {
            while (!_closed && _line.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            if (_line.First is not { } first)
            {
                return null;
            }

            _line.RemoveFirst();
            return (first.Value, _controls[first.Value]);
        }
    }

    private void RunOne(Guid runId, string device, RunControl control)
    {
        using var hold = board.Folder(runId).TryHold();
        if (hold is null)
        {
            LogHeld(logger, runId);
            return;
        }

        try
        {
            board.Enter(runId, RunState.Running);
            if (board.Get(runId).FinishRequested)
            {
                control.Stop.Ask(StopWish.Finish);
            }

            var ending = job.Execute(board.Get(runId), device, control.Stop, control.Cancelled);
            board.Enter(runId, RunState.Completed, ending);
        }
        catch (OperationCanceledException) when (control.EndsAs == RunState.Interrupted)
        {
            board.Enter(runId, RunState.Interrupted, RunLines.Of("serverStopped"));
        }
        catch (OperationCanceledException) when (control.Cancelled.IsCancellationRequested || control.Stop.PauseAsked.IsCancellationRequested)
        {
            board.Enter(runId, control.EndsAs);
        }
        catch (Exception failure)
        {
            // Whatever ends a training must not end the device's thread: it is shown on the run and the next one starts.
            LogFailure(logger, runId, failure);
            var reason = RunLines.OfFailure(failure);
            board.Publish(runId, reason);
            board.Enter(runId, RunState.Failed, reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed")]
    private static partial void LogFailure(ILogger logger, Guid runId, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} is being trained by another process")]
    private static partial void LogHeld(ILogger logger, Guid runId);
}
