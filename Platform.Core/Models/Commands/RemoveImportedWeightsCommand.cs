using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>Takes imported weights off the project's list; those that a model came from stay on record.</summary>
public sealed class RemoveImportedWeightsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid weightsId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var weights = await db.ImportedWeightsForAsync(actor, weightsId, Permission.TrainModel, cancellationToken);
        if (await db.ModelVersions.AnyAsync(version => version.InitFromWeightsId == weightsId, cancellationToken))
        {
            throw new DomainRuleException("weights.in_use", "A training started from these weights, so they stay on record: they are part of where its model comes from.");
        }

        var project = await db.Projects.SingleAsync(row => row.Id == weights.ProjectId, cancellationToken);
        db.Record(actor, AuditActions.ImportedWeightsRemoved, new AuditSubject(AuditKinds.ImportedWeights, weightsId, weights.Name, project.DepartmentId));
        db.Remove(weights);
        await db.SaveChangesAsync(cancellationToken);
    }
}
