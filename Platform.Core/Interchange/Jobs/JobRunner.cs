using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Interchange.Commands;
using Platform.Core.Interchange.Export;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Interchange.Jobs;

/// <summary>Takes jobs from a bounded line and does them, a few at a time. One failing job never stops the others.</summary>
public sealed partial class JobRunner(
    InterchangeOptions options,
    JobBoard board,
    ActorResolver actors,
    ImportAnnotationsCommand import,
    ImportQueries previews,
    IngestAssetsCommand ingest,
    ExportVersionCommand export,
    TimeProvider time,
    ILogger<JobRunner> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromMinutes(30);

    // Waiting for a full line would hold a request: it is refused instead.
    private readonly Channel<Guid> _line = Channel.CreateBounded<Guid>(new BoundedChannelOptions(Math.Max(1, options.MaxQueued)));
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _workers = [];

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
    internal bool TryQueue(Guid id) => _line.Writer.TryWrite(id);

    /// <summary>Deletes ended jobs whose time is over.</summary>
    internal void Sweep()
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
    }

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
            await (job.Kind == JobKind.Import ? ImportAsync(actor, job, stop.Token) : ExportAsync(actor, job, stop.Token)).ConfigureAwait(false);
            board.FolderOf(id).DeleteScratch();
            board.Enter(id, JobState.Completed);
        }
        catch (OperationCanceledException)
        {
            End(id, _stop.IsCancellationRequested ? JobState.Interrupted : JobState.Cancelled, JobReasons.Stopped);
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

    private async Task ImportAsync(Actor actor, InterchangeJob job, CancellationToken cancellationToken)
    {
        var (spec, folder) = (job.Import!, board.FolderOf(job.Id));
        using var opened = OpenedSource.Open(spec, folder.Input);
        IngestReport? files = null;
        if (spec is { WithImages: true, DryRun: false })
        {
            var total = opened.Source.Paths.Count;
            files = await ingest.ExecuteAsync(actor, job.VersionId, UploadSource.Of(opened.Source), new Direct<IngestProgress>(progress => board.Advance(job.Id, progress.Done, total)), cancellationToken).ConfigureAwait(false);
        }

        var watch = new Direct<ImportProgress>(progress => board.Advance(job.Id, progress.Images, progress.Total));
        var annotations = spec.DryRun
            ? await previews.PreviewAsync(actor, job.VersionId, opened.Source, spec.Request, watch, cancellationToken).ConfigureAwait(false)
            : await import.ExecuteAsync(actor, job.VersionId, opened.Source, spec.Request, watch, cancellationToken).ConfigureAwait(false);
        folder.Write(new ImportJobReport(files, annotations));
        opened.Dispose();
        if (!spec.DryRun)
        {
            folder.DeleteInput();
        }
    }

    private async Task ExportAsync(Actor actor, InterchangeJob job, CancellationToken cancellationToken)
    {
        var folder = board.FolderOf(job.Id);
        var used = board.All.Where(other => other.Id != job.Id).Sum(other => other.FileBytes ?? 0);
        var room = Math.Min(options.MaxExportBytes, options.MaxTotalBytes - used);
        if (room <= 0)
        {
            throw new DomainRuleException("export.no_room", "Earlier exports take all the room there is. Delete some of them and export again.");
        }

        LossReport? loss = null;
        await DurableFile.WriteAsync(
            folder.Archive,
            async stream =>
            {
                await using var sink = new ZipExportSink(stream, folder.Spool, room);
                loss = await export.ExecuteAsync(
                    actor, job.VersionId, job.Export!, sink, new Direct<ExportProgress>(progress => board.Advance(job.Id, progress.Assets, progress.Total)), cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        board.Change(job.Id, current => current with { Loss = loss, FileBytes = new FileInfo(folder.Archive).Length });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Interchange job {JobId} failed")]
    private static partial void LogFailure(ILogger logger, Guid jobId, Exception failure);

    // Progress in order and at once; System.Progress would post it to other threads, out of order.
    private sealed class Direct<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
