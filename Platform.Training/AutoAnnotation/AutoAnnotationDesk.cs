using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Datasets.Queries;
using Platform.Core.Jobs;
using Platform.Core.Shared;
using Platform.Training.Runs;

namespace Platform.Training.AutoAnnotation;

/// <summary>Where an auto-annotation of a dataset version stands.</summary>
/// <param name="Report">Set when it ended well.</param>
/// <param name="Error">Set when it did not; English.</param>
/// <param name="Reason">The same for pages to translate.</param>
public sealed record AutoAnnotationStatus(
    AutoAnnotation Request, AutoAnnotationProgress Progress, AutoAnnotationReport? Report = null, string? Error = null, [property: JsonIgnore] Reason? Reason = null)
{
    public bool IsRunning => Report is null && Error is null;

    // The report is there a moment before the job has ended, and until then no other may begin.
    public static AutoAnnotationStatus Of(AutoAnnotationJob job)
    {
        var isDone = job.State == JobState.Completed;
        return new AutoAnnotationStatus(
            job.Request, new AutoAnnotationProgress(job.Done, job.Total, job.Boxes), isDone ? job.Report : null, job.IsEnded && !isDone ? job.Message ?? "" : null, job.Reason);
    }
}

/// <summary>
/// Where people start, follow and stop auto-annotations, at most one a dataset version. A killed server's go on after its next start, with the images that still have none where that was asked.
/// </summary>
public sealed class AutoAnnotationDesk(
    AutoAnnotationBoard board, AutoAnnotationLine line, AutoAnnotateCommand annotate, DatasetQueries datasets, RunOptions options, TimeProvider time, ILogger<AutoAnnotationDesk> logger)
{
    private readonly Lock _lock = new();

    /// <summary>Status of the newest auto-annotation of the version; null if there was none within a day.</summary>
    public async Task<AutoAnnotationStatus?> FindAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellation)
    {
        await datasets.GetVersionAsync(actor, datasetVersionId, cancellation).ConfigureAwait(false);
        return OfVersion(datasetVersionId).LastOrDefault() is { } newest ? AutoAnnotationStatus.Of(newest) : null;
    }

    /// <summary>Checks what can be checked at once and starts in the background.</summary>
    public async Task<AutoAnnotationStatus> StartAsync(Actor actor, AutoAnnotation request, CancellationToken cancellation)
    {
        await annotate.CheckAsync(actor, request, cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            var earlier = OfVersion(request.DatasetVersionId);
            if (earlier.Any(job => !job.IsEnded))
            {
                throw new DomainRuleException("auto_annotation.running", "A model is annotating this version already. Wait for it to end or cancel it.");
            }

            var job = JobOf(actor.UserId, actor.Name, request, request.AssetIds);
            board.Add(job);
            if (!line.TryQueue(job.Id))
            {
                board.Remove(job.Id);
                throw new DomainRuleException(
                    "auto_annotation.too_many", $"{AutoAnnotationLine.Capacity} versions wait for a model already. Ask again when some of them are done.", AutoAnnotationLine.Capacity);
            }

            earlier.ForEach(old => board.Remove(old.Id));
            return AutoAnnotationStatus.Of(job);
        }
    }

    /// <summary>Stops after the batch in hand; boxes saved so far stay.</summary>
    public async Task CancelAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellation)
    {
        await datasets.DemandAsync(actor, datasetVersionId, Permission.Annotate, cancellation).ConfigureAwait(false);
        if (OfVersion(datasetVersionId).LastOrDefault() is { IsEnded: false } job)
        {
            await board.StopAsync(job.Id).ConfigureAwait(false);
        }
    }

    /// <summary>Begins to annotate, first what a server before this one did not get done.</summary>
    public void Start()
    {
        EarlierWork.TakeUp<AutoAnnotationJob, Pending>(board, AutoAnnotationBoard.FolderOf(options), (_, userId, pending) => JobOf(userId, "", pending.Request, pending.AssetIds), logger);
        line.TakeUp();
        line.Start();
    }

    private List<AutoAnnotationJob> OfVersion(Guid datasetVersionId) => [.. board.All.Where(job => job.Request.DatasetVersionId == datasetVersionId).OrderBy(job => job.Id)];

    private AutoAnnotationJob JobOf(Guid userId, string userName, AutoAnnotation request, IReadOnlyCollection<Guid>? assetIds) => new()
    {
        Id = Ids.New(time), UserId = userId, UserName = userName, CreatedAt = time.GetUtcNow(), Request = request, AssetIds = assetIds,
    };

    // What earlier versions of the platform wrote.
    private sealed record Pending(AutoAnnotation Request, IReadOnlyCollection<Guid>? AssetIds);
}
