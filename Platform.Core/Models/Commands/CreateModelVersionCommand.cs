using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>A training to launch.</summary>
/// <param name="Framework">Such as <c>libtorch</c>.</param>
/// <param name="TrainingConfig">JSON object of the recipe.</param>
public sealed record NewModelVersion(Guid ModelId, Guid TrainingDataVersionId, string Framework, string FrameworkVersion, string TrainingConfig)
{
    /// <summary>Null for a training from random weights.</summary>
    public Incremental? From { get; init; }

    /// <summary>Weights from elsewhere to start from, of the same project.</summary>
    public Guid? StartFromWeightsId { get; init; }
}

/// <summary>The version that a training grows from.</summary>
/// <param name="ArtifactId">A checkpoint of the parent.</param>
/// <param name="Info">JSON object of the strategy against forgetting.</param>
public sealed record Incremental(Guid ParentModelVersionId, Guid ArtifactId, string Info);

/// <summary>Writes the row that a training starts with; its id is the run's id.</summary>
public sealed class CreateModelVersionCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new version's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, NewModelVersion request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var model = await db.ModelForAsync(actor, request.ModelId, Permission.TrainModel, cancellationToken);
        var data = await db.DatasetVersionForAsync(actor, request.TrainingDataVersionId, Permission.TrainModel, cancellationToken);
        await ModelRules.RequireSameProjectAsync(db, model, data, cancellationToken);
        ModelRules.RequireFrozen(data);
        var version = new ModelVersion(
            Ids.New(time),
            model.Id,
            data.Id,
            data.OntologyVersionId,
            RequiredText.Of(request.Framework, "framework", ModelVersion.FrameworkLength),
            RequiredText.Of(request.FrameworkVersion, "framework version", ModelVersion.FrameworkLength),
            JsonText.RequireObject(request.TrainingConfig, "training configuration"),
            time.GetUtcNow().UtcDateTime);
        if (request.From is { } from)
        {
            await GrowAsync(db, actor, model, version, from, cancellationToken);
        }

        if (request.StartFromWeightsId is { } weightsId)
        {
            await ModelRules.RequireSameProjectAsync(db, actor, model, weightsId, cancellationToken);
            version.StartFrom(weightsId);
        }

        db.Add(version);
        await db.SaveChangesAsync(cancellationToken);
        return version.Id;
    }

    private static async Task GrowAsync(PlatformDbContext db, Actor actor, VisionModel model, ModelVersion version, Incremental from, CancellationToken cancellationToken)
    {
        var parent = await db.ModelVersionForAsync(actor, from.ParentModelVersionId, Permission.TrainModel, cancellationToken);
        var artifact = await db.ArtifactForAsync(actor, from.ArtifactId, Permission.TrainModel, cancellationToken);
        if (parent.ModelId != model.Id)
        {
            throw new DomainRuleException("training.other_parent", "A version grows from a version of the same model. Choose one of this model's versions.");
        }

        if (artifact.ModelVersionId != parent.Id || artifact.Format != ArtifactFormat.Ckpt)
        {
            throw new DomainRuleException("training.init_artifact", "The starting weights must be a checkpoint of the parent version. Choose its best or final checkpoint.");
        }

        version.GrowFrom(parent.Id, artifact.Id, JsonText.RequireObject(from.Info, "incremental strategy"));
    }
}
