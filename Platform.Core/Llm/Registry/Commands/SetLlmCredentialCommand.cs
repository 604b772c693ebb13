using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Replaces a deployment's credential, or removes it. What stood there is never shown again.</summary>
public sealed class SetLlmCredentialCommand(IDbContextFactory<PlatformDbContext> contexts, CredentialChanges credentials, RegistrySignals signals, TimeProvider time)
{
    /// <param name="actor">Who changes it.</param>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="secret">Null removes the credential.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task ExecuteAsync(Actor actor, Guid deploymentId, string? secret, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                var deployment = await db.LlmDeploymentForAsync(actor, deploymentId, Permission.ManageLlm, cancellationToken);
                var model = await DeploymentRules.ModelNameAsync(db, deployment.LlmModelId, cancellationToken);
                await (secret is null ? CredentialChanges.RemoveAsync(db, deployment, cancellationToken) : credentials.SetAsync(db, deployment, secret, cancellationToken));
                if (deployment.IsWatched)
                {
                    StatusChanges.Enter(db, actor, deployment, LlmDeploymentStatus.Error, HealthReasons.SettingsChanged, time);
                }

                db.Record(actor, secret is null ? AuditActions.LlmCredentialRemoved : AuditActions.LlmCredentialReplaced, LlmNames.Subject(deployment, model!));
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        signals.DeploymentChanged(deploymentId);
    }
}
