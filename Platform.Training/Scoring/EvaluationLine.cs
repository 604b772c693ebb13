using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Jobs;
using Platform.Core.Shared;
using Platform.Training.Scoring.Commands;

namespace Platform.Training.Scoring;

/// <summary>Scores models, one at a time: each uses every core.</summary>
public sealed class EvaluationLine(EvaluationBoard board, ActorResolver actors, EvaluateModelCommand evaluate, TimeProvider time, ILogger<EvaluationLine> logger)
    : JobLine<EvaluationJob>(new JobLineOptions(1, Capacity, KeepHours), board, actors, time, logger)
{
    /// <summary>Evaluations that may wait.</summary>
    public const int Capacity = 100;

    private const double KeepHours = 24;

    private readonly EvaluationBoard _board = board;

    protected override Reason Stopped { get; } = new("evaluate.cancelled", [], "The evaluation was cancelled; nothing went on record.");

    // Minutes of arithmetic: on a thread that no request waits for.
    protected override Task DoAsync(Actor actor, EvaluationJob job, CancellationToken cancellationToken)
    {
        var progress = new JobProgress<EvaluationJob, EvaluationProgress>(_board, job.Id, (current, told) => current with { Done = told.Done, Total = told.Total });
        return Task.Factory.StartNew(
            () => evaluate.ExecuteAsync(actor, job.Evaluation, progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }
}
