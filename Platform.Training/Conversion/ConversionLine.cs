using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Jobs;
using Platform.Core.Shared;
using Platform.Training.Conversion.Commands;

namespace Platform.Training.Conversion;

/// <summary>Does conversions, one at a time: each uses every core.</summary>
public sealed class ConversionLine(
    ConversionOptions options, ConversionBoard board, ActorResolver actors, ConvertModelCommand convert, TimeProvider time, ILogger<ConversionLine> logger)
    : JobLine<ConversionJob>(new JobLineOptions(1, options.MaxQueued, options.KeepHours), board, actors, time, logger)
{
    private readonly ConversionBoard _board = board;

    protected override Reason Stopped { get; } = new("conversion.stopped", [], "Stopped. Nothing was registered.");

    // Minutes of arithmetic: on a thread that no request waits for.
    protected override Task DoAsync(Actor actor, ConversionJob job, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => ConvertAsync(actor, job, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task ConvertAsync(Actor actor, ConversionJob job, CancellationToken cancellationToken)
    {
        var progress = new JobProgress<ConversionJob, ConversionProgress>(_board, job.Id, (current, told) => current with { Step = told.Step, Done = told.Done, Total = told.Total });
        var outcome = await convert.ExecuteAsync(actor, job.ModelVersionId, job.Spec, _board.FolderOf(job.Id).Spool, progress, cancellationToken).ConfigureAwait(false);
        _board.Change(job.Id, current => current with { ArtifactId = outcome.ArtifactId, WasThere = outcome.WasThere });
    }
}
