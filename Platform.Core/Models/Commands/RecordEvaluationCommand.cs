using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>The outcome of an evaluation; all scores 0 to 1.</summary>
/// <param name="Details">JSON object: per-class scores, curves, confusion matrix.</param>
public sealed record NewEvaluation(
    Guid ModelVersionId, Guid DatasetVersionId, SplitKind Split, double F1Score, double Precision, double Recall, double Map50, double Map5095, string? Details = null)
{
    /// <summary>Under which it is recorded: a second time with the same id is answered by the first. Null for a new one.</summary>
    public Guid? Id { get; init; }
}

/// <summary>Puts the scores of a model version on a split of a frozen dataset version on record.</summary>
public sealed class RecordEvaluationCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new evaluation's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, NewEvaluation request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.ModelVersionForAsync(actor, request.ModelVersionId, Permission.TrainModel, cancellationToken);
        var model = await db.ModelForAsync(actor, version.ModelId, Permission.TrainModel, cancellationToken);
        var data = await db.DatasetVersionForAsync(actor, request.DatasetVersionId, Permission.TrainModel, cancellationToken);
        await ModelRules.RequireSameProjectAsync(db, model, data, cancellationToken);
        ModelRules.RequireFrozen(data);
        if (request.Id is { } known && await db.Evaluations.AnyAsync(row => row.Id == known && row.ModelVersionId == version.Id, cancellationToken))
        {
            return known;
        }

        var evaluation = new Evaluation(
            request.Id ?? Ids.New(time),
            version.Id,
            data.Id,
            request.Split,
            request.F1Score,
            request.Precision,
            request.Recall,
            request.Map50,
            request.Map5095,
            request.Details is null ? null : JsonText.RequireObject(request.Details, "evaluation details"),
            time.GetUtcNow().UtcDateTime);
        db.Add(evaluation);
        await db.SaveChangesAsync(cancellationToken);
        return evaluation.Id;
    }
}
