using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Jobs;

/// <summary>How jobs of a kind wait, run and are kept.</summary>
/// <param name="Parallel">Jobs that run at the same time.</param>
/// <param name="MaxQueued">Jobs that may wait.</param>
/// <param name="KeepHours">Hours after which an ended job is deleted with its files.</param>
public sealed record JobLineOptions(int Parallel, int MaxQueued, double KeepHours);

/// <summary>Takes jobs from a bounded line and does them, a few at a time. One failing job never stops the others.</summary>
public abstract partial class JobLine<TJob>(JobLineOptions options, JobBoard<TJob> board, ActorResolver actors, TimeProvider time, ILogger logger) : IAsyncDisposable
    where TJob : Job
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromMinutes(30);

    // Waiting for a full line would hold a request: it is refused instead.
    private readonly Channel<Guid> _line = Channel.CreateBounded<Guid>(new BoundedChannelOptions(Math.Max(1, options.MaxQueued)));
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _workers = [];

    /// <summary>What is told of a job that a person stopped.</summary>
    protected abstract Reason Stopped { get; }

    public void Start()
    {
        Sweep();
        for (var i = 0; i < Math.Max(1, options.Parallel); i++)
        {
            _workers.Add(Task.Run(WorkAsync));
        }

        _workers.Add(Task.Run(SweepAsync));
    }

    /// <returns>Whether there was room in the line.</returns>
    public bool TryQueue(Guid id) => _line.Writer.TryWrite(id);

    /// <summary>Puts jobs that the last process left under way into the line again, where starting them again needs nobody's decision. One that finds no room stays interrupted.</summary>
    public void TakeUp()
    {
        foreach (var job in board.All.Where(job => job.State == JobState.Interrupted).OrderBy(job => job.Id).ToList())
        {
            board.Renew(job.Id);
            if (!TryQueue(job.Id))
            {
                board.Enter(job.Id, JobState.Interrupted, JobReasons.Interrupted);
            }
        }
    }

    /// <summary>Deletes ended jobs whose time is over.</summary>
    public void Sweep()
    {
        var limit = time.GetUtcNow() - TimeSpan.FromHours(options.KeepHours);
        foreach (var job in board.All.Where(job => job.EndedAt < limit).ToList())
        {
            board.Remove(job.Id);
        }
    }

    /// <summary>Jobs under way are stopped and will be interrupted ones for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _line.Writer.TryComplete();
        try
        {
            await Task.WhenAll(_workers).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The sweeper was asleep.
        }

        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does the job as the person who asked for it.</summary>
    protected abstract Task DoAsync(Actor actor, TJob job, CancellationToken cancellationToken);

    private async Task SweepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(s_sweepEvery, time, _stop.Token).ConfigureAwait(false);
            Sweep();
        }
    }

    private async Task WorkAsync()
    {
        await foreach (var id in _line.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            await RunAsync(id).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Guid id)
    {
        try
        {
            if (board.Get(id).State != JobState.Queued)
            {
                return;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(board.StopOf(id).Token, _stop.Token);
            var job = board.Enter(id, JobState.Running);
            var actor = await actors.ResolveAsync(job.UserId, stop.Token).ConfigureAwait(false) ?? throw new AccessDeniedException("sign_in");
            await DoAsync(actor, job, stop.Token).ConfigureAwait(false);
            board.FolderOf(id).DeleteScratch();
            board.Enter(id, JobState.Completed);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            End(id, JobState.Interrupted, JobReasons.Interrupted);
        }
        catch (OperationCanceledException)
        {
            End(id, JobState.Cancelled, Stopped);
        }
        catch (DomainRuleException refused)
        {
            End(id, JobState.Failed, Reason.Of(refused));
        }
        catch (Exception failure)
        {
            // Nobody awaits this: whatever went wrong is shown where the person looks.
            LogFailure(logger, id, failure);
            End(id, JobState.Failed, JobReasons.Failed(failure));
        }
    }

    private void End(Guid id, JobState state, Reason reason)
    {
        try
        {
            board.FolderOf(id).DeleteScratch();
            board.Enter(id, state, reason);
        }
        catch (Exception gone) when (gone is NotFoundException or IOException)
        {
            LogFailure(logger, id, gone);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobId} failed")]
    private static partial void LogFailure(ILogger logger, Guid jobId, Exception failure);
}
