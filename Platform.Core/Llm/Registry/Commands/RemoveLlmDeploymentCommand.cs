using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Forgets a deployment with its credential and the history of its status; one that logs refer to says so and stays.</summary>
public sealed class RemoveLlmDeploymentCommand(IDbContextFactory<PlatformDbContext> contexts, RegistrySignals signals)
{
    public async Task ExecuteAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                var deployment = await db.LlmDeploymentForAsync(actor, deploymentId, Permission.ManageLlm, cancellationToken);
                var logs = await db.LlmSessionLogs.CountAsync(log => log.LlmDeploymentId == deploymentId, cancellationToken);
                if (logs > 0)
                {
                    throw new DomainRuleException(
                        "llm.deployment_held", $"{logs} logged requests were answered by '{deployment.ServerName}', and their logs say so. It stays; set it to inactive instead.", deployment.ServerName, logs);
                }

                var model = await DeploymentRules.ModelNameAsync(db, deployment.LlmModelId, cancellationToken);
                await db.LlmStatusChanges.Where(change => change.LlmDeploymentId == deploymentId).ExecuteDeleteAsync(cancellationToken);
                await db.LlmCredentials.Where(credential => credential.LlmDeploymentId == deploymentId).ExecuteDeleteAsync(cancellationToken);
                db.Record(actor, AuditActions.LlmDeploymentRemoved, LlmNames.Subject(deployment, model!), ("base_url", deployment.BaseUrl));
                db.Remove(deployment);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        signals.DeploymentRemoved(deploymentId);
    }
}
