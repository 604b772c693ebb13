using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>Ends a training in the database: artifacts, evaluations and metrics, and the model version is frozen, in one transaction.</summary>
public sealed class RegisterTrainedModelCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <summary>Registering the same version again changes nothing, so a run that was killed in the middle of it may simply do it again.</summary>
    public async Task ExecuteAsync(Actor actor, TrainedModel trained, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var version = await db.ModelVersionForAsync(actor, trained.ModelVersionId, Permission.TrainModel, cancellation);
        if (version.IsFrozen)
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        db.ModelArtifacts.AddRange(trained.Artifacts.Select(artifact => ToRow(artifact, trained.ModelVersionId, now)));
        db.Evaluations.AddRange(trained.Evaluations.Select(scores => new Evaluation(
            Ids.New(time), scores.ModelVersionId ?? trained.ModelVersionId, scores.DatasetVersionId, scores.Split, scores.F1Score, scores.Precision, scores.Recall, scores.Map50, scores.Map5095, scores.Details, now)));
        version.Register(trained.Metrics);
        db.Record(actor, AuditActions.ModelVersionRegistered, await AuditSubjects.OfModelVersionAsync(db, version.Id, cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    private ModelArtifact ToRow(TrainedArtifact artifact, Guid modelVersionId, DateTime now)
    {
        var row = new ModelArtifact(
            Ids.New(time), modelVersionId, artifact.Name, artifact.Format, artifact.Device, artifact.Precision, artifact.Blob.Uri, artifact.Blob.Sha256, artifact.Blob.Size, now);
        if (artifact is { Opset: { } opset, IrVersion: { } irVersion })
        {
            row.DescribeOnnx(opset, irVersion);
        }

        if (artifact.Compat is { } compat)
        {
            row.DescribeCompatibility(compat);
        }

        return row;
    }
}
