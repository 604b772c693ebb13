using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;
using Platform.Training.Runs;

namespace Platform.Training.AutoAnnotation;

/// <summary>Where an auto-annotation of a dataset version stands.</summary>
/// <param name="Report">Set when it ended well.</param>
/// <param name="Error">Set when it did not.</param>
public sealed record AutoAnnotationStatus(AutoAnnotation Request, AutoAnnotationProgress Progress, AutoAnnotationReport? Report = null, string? Error = null)
{
    public bool IsRunning => Report is null && Error is null;
}

/// <summary>
/// Runs auto-annotations in the background, at most one a dataset version, so that a person may leave the page and come back. What was asked for lies in a file until it is
/// done: a killed server's go on after the next start, with the images that still have none where that was asked.
/// </summary>
public sealed partial class AutoAnnotationDesk(AutoAnnotateCommand annotate, DatasetQueries datasets, ActorResolver actors, RunOptions options, ILogger<AutoAnnotationDesk> logger) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, Job> _jobs = new();

    private readonly PendingWork<Pending> _pending = new(Path.Combine(options.Root, ".auto-annotations"));

    // Inference uses every core by itself: several at once would only slow each other down.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Status of the newest auto-annotation of the version; null if there was none since the server started.</summary>
    public async Task<AutoAnnotationStatus?> FindAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellation)
    {
        await datasets.GetVersionAsync(actor, datasetVersionId, cancellation).ConfigureAwait(false);
        return _jobs.TryGetValue(datasetVersionId, out var job) ? job.Status : null;
    }

    /// <summary>Checks what can be checked at once and starts in the background.</summary>
    public async Task<AutoAnnotationStatus> StartAsync(Actor actor, AutoAnnotation request, CancellationToken cancellation)
    {
        await annotate.CheckAsync(actor, request, cancellation).ConfigureAwait(false);
        var job = new Job(request);
        var current = _jobs.AddOrUpdate(request.DatasetVersionId, job, (_, running) => running.Status.IsRunning ? running : job);
        if (current != job)
        {
            throw new DomainRuleException("auto_annotation.running", "A model is annotating this version already. Wait for it to end or cancel it.");
        }

        try
        {
            await _pending.AddAsync(request.DatasetVersionId, actor.UserId, new Pending(request, request.AssetIds), cancellation).ConfigureAwait(false);
        }
        catch
        {
            _jobs.TryRemove(KeyValuePair.Create(request.DatasetVersionId, job));
            throw;
        }

        _ = Task.Run(() => RunAsync(actor, job), CancellationToken.None);
        return job.Status;
    }

    /// <summary>Goes on with what a server before this one did not get done.</summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        foreach (var (versionId, actorId, pending) in await _pending.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (await actors.ResolveAsync(actorId, cancellation).ConfigureAwait(false) is { } actor)
            {
                var job = _jobs[versionId] = new Job(pending.Request with { AssetIds = pending.AssetIds });
                _ = Task.Run(() => RunAsync(actor, job), CancellationToken.None);
            }
            else
            {
                _pending.Remove(versionId);
            }
        }
    }

    /// <summary>Stops after the batch in hand; boxes saved so far stay.</summary>
    public async Task CancelAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellation)
    {
        await datasets.DemandAsync(actor, datasetVersionId, Permission.Annotate, cancellation).ConfigureAwait(false);
        if (_jobs.TryGetValue(datasetVersionId, out var job))
        {
            await job.Stop.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        foreach (var job in _jobs.Values)
        {
            job.Ends = true;
            job.Stop.Cancel();
        }

        _turn.Dispose();
    }

    private async Task RunAsync(Actor actor, Job job)
    {
        try
        {
            await _turn.WaitAsync(job.Stop.Token).ConfigureAwait(false);
            try
            {
                var report = await annotate.ExecuteAsync(actor, job.Status.Request, job, job.Stop.Token).ConfigureAwait(false);
                job.Status = job.Status with { Report = report };
            }
            finally
            {
                _turn.Release();
            }

            _pending.Remove(job.Status.Request.DatasetVersionId);
        }
        catch (Exception) when (job.Ends)
        {
            // The server stops: the file is for the next one.
        }
        catch (OperationCanceledException)
        {
            _pending.Remove(job.Status.Request.DatasetVersionId);
            job.Status = job.Status with { Error = "Cancelled. What was found so far was kept." };
        }
        catch (Exception failure)
        {
            // Nobody awaits this task: whatever went wrong is shown where the person looks.
            LogFailure(logger, job.Status.Request.DatasetVersionId, failure);
            _pending.Remove(job.Status.Request.DatasetVersionId);
            job.Status = job.Status with { Error = failure.Message };
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Auto-annotation of dataset version {DatasetVersionId} failed")]
    private static partial void LogFailure(ILogger logger, Guid datasetVersionId, Exception failure);

    // A status does not repeat the ids, which may be many.
    private sealed record Pending(AutoAnnotation Request, IReadOnlyCollection<Guid>? AssetIds);

    private sealed class Job(AutoAnnotation request) : IProgress<AutoAnnotationProgress>
    {
        private volatile AutoAnnotationStatus _status = new(request, new AutoAnnotationProgress(0, 0, 0));

        public CancellationTokenSource Stop { get; } = new();

        /// <summary>Stopped with the server rather than by a person.</summary>
        public bool Ends { get; set; }

        public AutoAnnotationStatus Status
        {
            get => _status;
            set => _status = value;
        }

        public void Report(AutoAnnotationProgress value) => _status = _status with { Progress = value };
    }
}
