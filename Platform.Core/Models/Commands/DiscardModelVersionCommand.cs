using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>Takes back a model version whose training never came to anything; a registered one stays.</summary>
public sealed class DiscardModelVersionCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid modelVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.ModelVersionForAsync(actor, modelVersionId, Permission.TrainModel, cancellationToken);
        if (version.IsFrozen)
        {
            throw new DomainRuleException("model_version.frozen", "This model version is registered and stays on record.");
        }

        db.Record(actor, AuditActions.ModelVersionDiscarded, await AuditSubjects.OfModelVersionAsync(db, modelVersionId, cancellationToken));
        db.Remove(version);
        await db.SaveChangesAsync(cancellationToken);
    }
}
