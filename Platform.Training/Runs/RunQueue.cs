using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Platform.Core.Shared;

namespace Platform.Training.Runs;

/// <summary>The bounded line of waiting runs, and one dedicated thread a device that works it off.</summary>
public sealed partial class RunQueue(RunBoard board, IRunJob job, RunOptions options, ILogger<RunQueue> logger) : IDisposable
{
    private readonly BlockingCollection<Guid> _waiting = new(options.QueueCapacity);
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _stops = new();
    private readonly CancellationTokenSource _shutdown = new();
    private readonly List<Thread> _threads = [];

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

    /// <summary>Puts the run in the line.</summary>
    public void Enqueue(Guid runId)
    {
        _stops[runId] = new CancellationTokenSource();
        if (!_waiting.TryAdd(runId))
        {
            _stops.TryRemove(runId, out _);
            throw new DomainRuleException(
                "runs.queue_full", $"{options.QueueCapacity} trainings are waiting already. Wait for one to end or cancel one, then launch again.", options.QueueCapacity);
        }
    }

    /// <summary>Asks a waiting or running run to stop; it keeps its checkpoints.</summary>
    public void Cancel(Guid runId)
    {
        // A run has ended once the board says so, a moment before its thread lets go of it.
        if (!_stops.TryGetValue(runId, out var stop) || board.Get(runId).State is not (RunState.Queued or RunState.Running))
        {
            throw new DomainRuleException("runs.not_active", "This run is neither waiting nor running, so there is nothing to cancel.");
        }

        stop.Cancel();
        if (board.Get(runId).State == RunState.Queued)
        {
            board.Enter(runId, RunState.Cancelled);
        }
    }

    /// <summary>Stops what runs; it shows as interrupted and can be resumed.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _shutdown.Cancel();
        foreach (var thread in _threads)
        {
            thread.Join(TimeSpan.FromSeconds(30));
        }
    }

    private void Work(string device)
    {
        foreach (var runId in _waiting.GetConsumingEnumerable())
        {
            if (!_shutdown.IsCancellationRequested && board.Get(runId).State == RunState.Queued)
            {
                RunOne(runId, device);
            }

            _stops.TryRemove(runId, out _);
        }
    }

    private void RunOne(Guid runId, string device)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stops[runId].Token, _shutdown.Token);
        try
        {
            board.Enter(runId, RunState.Running);
            job.Execute(board.Get(runId), device, stop.Token);
            board.Enter(runId, RunState.Completed);
        }
        catch (OperationCanceledException) when (_shutdown.IsCancellationRequested)
        {
            board.Enter(runId, RunState.Interrupted, "The server was stopped. Resume the run to go on from its newest checkpoint.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            board.Enter(runId, RunState.Cancelled);
        }
        catch (Exception failure)
        {
            // Whatever ends a training must not end the device's thread: it is shown on the run and the next one starts.
            LogFailure(logger, runId, failure);
            board.Publish(runId, RunLines.OfFailure(failure));
            board.Enter(runId, RunState.Failed, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed")]
    private static partial void LogFailure(ILogger logger, Guid runId, Exception failure);
}
