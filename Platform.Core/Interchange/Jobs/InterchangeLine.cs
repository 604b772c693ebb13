using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Interchange.Commands;
using Platform.Core.Interchange.Export;
using Platform.Core.Jobs;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Interchange.Jobs;

/// <summary>Does imports and exports.</summary>
public sealed class InterchangeLine(
    InterchangeOptions options,
    InterchangeBoard board,
    ActorResolver actors,
    ImportAnnotationsCommand import,
    ImportQueries previews,
    IngestAssetsCommand ingest,
    ExportVersionCommand export,
    TimeProvider time,
    ILogger<InterchangeLine> logger) : JobLine<InterchangeJob>(new JobLineOptions(options.Parallel, options.MaxQueued, options.KeepHours), board, actors, time, logger)
{
    private readonly InterchangeBoard _board = board;

    protected override Reason Stopped { get; } = new Reason("job.stopped", [], "Stopped. What was imported so far is kept; an unfinished archive was deleted.");

    protected override Task DoAsync(Actor actor, InterchangeJob job, CancellationToken cancellationToken) =>
        job.Kind == JobKind.Import ? ImportAsync(actor, job, cancellationToken) : ExportAsync(actor, job, cancellationToken);

    private async Task ImportAsync(Actor actor, InterchangeJob job, CancellationToken cancellationToken)
    {
        var (spec, folder) = (job.Import!, _board.FilesOf(job.Id));
        using var opened = OpenedSource.Open(spec, folder.Input);
        IngestReport? files = null;
        if (spec is { WithImages: true, DryRun: false })
        {
            var total = opened.Source.Paths.Count;
            files = await ingest.ExecuteAsync(actor, job.VersionId, UploadSource.Of(opened.Source), new Direct<IngestProgress>(progress => Tell(job.Id, progress.Done, total)), cancellationToken).ConfigureAwait(false);
        }

        var watch = new Direct<ImportProgress>(progress => Tell(job.Id, progress.Images, progress.Total));
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
        var folder = _board.FilesOf(job.Id);
        var used = _board.All.Where(other => other.Id != job.Id).Sum(other => other.FileBytes ?? 0);
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
                    actor, job.VersionId, job.Export!, sink, new Direct<ExportProgress>(progress => Tell(job.Id, progress.Assets, progress.Total)), cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        _board.Change(job.Id, current => current with { Loss = loss, FileBytes = new FileInfo(folder.Archive).Length });
    }

    private void Tell(Guid id, int done, int total) => _board.Advance(id, job => job with { Done = done, Total = total });

    // Progress in order and at once; System.Progress would post it to other threads, out of order.
    private sealed class Direct<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
