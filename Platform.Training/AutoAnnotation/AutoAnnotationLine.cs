using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Jobs;
using Platform.Core.Shared;

namespace Platform.Training.AutoAnnotation;

/// <summary>Lets models annotate, one at a time: inference uses every core by itself.</summary>
public sealed class AutoAnnotationLine(AutoAnnotationBoard board, ActorResolver actors, AutoAnnotateCommand annotate, TimeProvider time, ILogger<AutoAnnotationLine> logger)
    : JobLine<AutoAnnotationJob>(new JobLineOptions(1, Capacity, KeepHours), board, actors, time, logger)
{
    /// <summary>Versions that may wait for their auto-annotation.</summary>
    public const int Capacity = 1000;

    private const double KeepHours = 24;

    private readonly AutoAnnotationBoard _board = board;

    protected override Reason Stopped { get; } = new("auto_annotation.stopped", [], "Cancelled. What was found so far was kept.");

    protected override async Task DoAsync(Actor actor, AutoAnnotationJob job, CancellationToken cancellationToken)
    {
        var progress = new JobProgress<AutoAnnotationJob, AutoAnnotationProgress>(
            _board, job.Id, (current, told) => current with { Done = told.Done, Total = told.Total, Boxes = told.Boxes });
        var report = await annotate.ExecuteAsync(actor, job.Request with { AssetIds = job.AssetIds }, progress, cancellationToken).ConfigureAwait(false);
        _board.Change(job.Id, current => current with { Report = report });
    }
}
