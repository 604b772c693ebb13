using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>Registers a trained version for good: its metrics are set and it never changes again.</summary>
public sealed class FreezeModelVersionCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <param name="actor">Who launched the training.</param>
    /// <param name="modelVersionId">The training's version.</param>
    /// <param name="metrics">JSON object of the final scores.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task ExecuteAsync(Actor actor, Guid modelVersionId, string metrics, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.ModelVersionForAsync(actor, modelVersionId, Permission.TrainModel, cancellationToken);
        if (version.IsFrozen)
        {
            throw new DomainRuleException("model_version.registered", "This model version is registered already and never changes. Train a new version instead.");
        }

        if (!await db.ModelArtifacts.AnyAsync(artifact => artifact.ModelVersionId == modelVersionId, cancellationToken))
        {
            throw new DomainRuleException("model_version.no_artifact", "A model version is registered together with its files. Register its best or final checkpoint first.");
        }

        version.Register(JsonText.RequireObject(metrics, "metrics"));
        db.Record(actor, AuditActions.ModelVersionRegistered, await AuditSubjects.OfModelVersionAsync(db, modelVersionId, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }
}
