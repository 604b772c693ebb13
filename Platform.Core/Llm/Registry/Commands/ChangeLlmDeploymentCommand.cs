using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Changes where a deployment is and what is said of it.</summary>
public sealed class ChangeLlmDeploymentCommand(IDbContextFactory<PlatformDbContext> contexts, ConnectGuard guard, CredentialChanges credentials, RegistrySignals signals, TimeProvider time)
{
    /// <param name="actor">Who changes it.</param>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="settings">As typed.</param>
    /// <param name="credential">Null keeps the one that is stored, an empty text removes it, anything else replaces it.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task ExecuteAsync(Actor actor, Guid deploymentId, DeploymentSettings settings, string? credential, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        var checkedSettings = await DeploymentRules.CheckAsync(settings, guard, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isOutOfDate = await db.InTransactionAsync(() => ChangeAsync(db, actor, deploymentId, checkedSettings, credential, cancellationToken), cancellationToken);
        if (isOutOfDate)
        {
            signals.DeploymentChanged(deploymentId);
        }
    }

    private async Task<bool> ChangeAsync(PlatformDbContext db, Actor actor, Guid deploymentId, DeploymentSettings settings, string? credential, CancellationToken cancellationToken)
    {
        var deployment = await db.LlmDeploymentForAsync(actor, deploymentId, Permission.ManageLlm, cancellationToken);
        var model = await DeploymentRules.RequireReferencesAsync(db, settings, cancellationToken);

        // Whoever may change the address must not thereby send a secret to a server of theirs.
        if (credential is null && deployment.CredentialReference is not null && !BaseUrl.IsSameOrigin(deployment.BaseUrl, settings.BaseUrl))
        {
            throw new DomainRuleException("llm.credential_other_server", "The stored credential is for another server and is not sent to this one. Enter the credential of this server, or remove it.");
        }

        var revision = deployment.Revision;
        deployment.Change(settings);
        if (credential is not null)
        {
            await (credential.Length == 0 ? CredentialChanges.RemoveAsync(db, deployment, cancellationToken) : credentials.SetAsync(db, deployment, credential, cancellationToken));
        }

        var isOutOfDate = deployment.Revision != revision;
        if (isOutOfDate && deployment.IsWatched)
        {
            StatusChanges.Enter(db, actor, deployment, LlmDeploymentStatus.Error, HealthReasons.SettingsChanged, time);
        }

        db.Record(
            actor, AuditActions.LlmDeploymentChanged, LlmNames.Subject(deployment, model), ("base_url", deployment.BaseUrl), ("engine", EnumText<LlmEngine>.ToText(deployment.Engine)),
            ("environment", EnumText<LlmEnvironment>.ToText(deployment.Environment)), ("credential", credential is null ? null : credential.Length == 0 ? "removed" : "replaced"));
        await db.SaveChangesAsync(cancellationToken);
        return isOutOfDate;
    }
}
