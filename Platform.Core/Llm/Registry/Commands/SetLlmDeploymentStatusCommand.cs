using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Takes a deployment out of service, for maintenance or for good, or puts it back: then it serves once the health watch has seen it well.</summary>
public sealed class SetLlmDeploymentStatusCommand(IDbContextFactory<PlatformDbContext> contexts, RegistrySignals signals, TimeProvider time)
{
    /// <param name="actor">Who decides.</param>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="status">Active, inactive or maintenance; error is found, not chosen.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task ExecuteAsync(Actor actor, Guid deploymentId, LlmDeploymentStatus status, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.LlmDeploymentForAsync(actor, deploymentId, Permission.ManageLlm, cancellationToken);
        if (status == LlmDeploymentStatus.Error)
        {
            throw new DomainRuleException("llm.status_error", "The status 'error' is what the platform finds. Choose active, inactive or maintenance.");
        }

        var isBack = status == LlmDeploymentStatus.Active;
        if (deployment.Status == status || (isBack && deployment.IsWatched))
        {
            return;
        }

        var model = await DeploymentRules.ModelNameAsync(db, deployment.LlmModelId, cancellationToken);
        StatusChanges.Enter(db, actor, deployment, isBack ? LlmDeploymentStatus.Error : status, isBack ? HealthReasons.Resumed : HealthReasons.TakenOut, time);
        db.Record(actor, AuditActions.LlmDeploymentStatusSet, LlmNames.Subject(deployment, model!), ("status", EnumText<LlmDeploymentStatus>.ToText(status)));
        await db.SaveChangesAsync(cancellationToken);
        signals.DeploymentChanged(deploymentId);
    }
}
