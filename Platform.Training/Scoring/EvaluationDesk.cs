using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Jobs;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Runs;
using Platform.Training.Scoring.Commands;

namespace Platform.Training.Scoring;

/// <summary>Where people start, follow and stop the scoring of models in the background. A killed server's are scored after its next start, and go on record once.</summary>
public sealed class EvaluationDesk(
    EvaluationBoard board, EvaluationLine line, EvaluateModelCommand evaluate, ModelQueries models, RunOptions options, TimeProvider time, ILogger<EvaluationDesk> logger)
{
    private readonly Lock _lock = new();

    /// <summary>Evaluations of a model version that are under way, or ended within a day, oldest first.</summary>
    public async Task<IReadOnlyList<EvaluationJob>> ListAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        return [.. board.All.Where(job => job.Evaluation.ModelVersionId == modelVersionId).OrderBy(job => job.Id)];
    }

    /// <summary>Checks what can be checked at once and begins. Asked twice for the same, the one under way is the answer.</summary>
    public async Task<EvaluationJob> StartAsync(Actor actor, ModelEvaluation evaluation, CancellationToken cancellation)
    {
        await evaluate.CheckAsync(actor, evaluation, cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            if (board.All.FirstOrDefault(job => !job.IsEnded && job.Evaluation with { Id = evaluation.Id } == evaluation) is { } underWay)
            {
                return underWay;
            }

            board.Add(JobOf(actor.UserId, actor.Name, evaluation));
            if (line.TryQueue(evaluation.Id))
            {
                return board.Get(evaluation.Id);
            }

            board.Remove(evaluation.Id);
            throw new DomainRuleException("evaluate.too_many", $"{EvaluationLine.Capacity} evaluations wait already. Ask again when some of them have ended.", EvaluationLine.Capacity);
        }
    }

    /// <summary>Ends an evaluation that is under way; nothing goes on record.</summary>
    public async Task CancelAsync(Actor actor, Guid evaluationId, CancellationToken cancellation)
    {
        if (board.All.FirstOrDefault(job => job.Id == evaluationId) is { IsEnded: false } job)
        {
            await models.DemandAsync(actor, job.Evaluation.ModelVersionId, Permission.TrainModel, cancellation).ConfigureAwait(false);
            await board.StopAsync(evaluationId).ConfigureAwait(false);
        }
    }

    /// <summary>Begins to score, first what a server before this one did not get done.</summary>
    public void Start()
    {
        EarlierWork.TakeUp<EvaluationJob, ModelEvaluation>(board, EvaluationBoard.FolderOf(options), (_, userId, evaluation) => JobOf(userId, "", evaluation), logger);
        line.TakeUp();
        line.Start();
    }

    private EvaluationJob JobOf(Guid userId, string userName, ModelEvaluation evaluation) => new()
    {
        Id = evaluation.Id, UserId = userId, UserName = userName, CreatedAt = time.GetUtcNow(), Evaluation = evaluation,
    };
}
