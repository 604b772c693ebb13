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

/// <summary>Makes a server known that runs a model. It serves once the health watch has seen it well.</summary>
public sealed class RegisterLlmDeploymentCommand(IDbContextFactory<PlatformDbContext> contexts, ConnectGuard guard, CredentialChanges credentials, RegistrySignals signals, TimeProvider time)
{
    /// <param name="actor">Who registers it.</param>
    /// <param name="settings">As typed.</param>
    /// <param name="credential">Sent as a bearer token; null where the engine asks for none.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task<Guid> ExecuteAsync(Actor actor, DeploymentSettings settings, string? credential, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        var checkedSettings = await DeploymentRules.CheckAsync(settings, guard, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.InTransactionAsync(() => AddAsync(db, actor, checkedSettings, credential, cancellationToken), cancellationToken);
        signals.DeploymentChanged(deployment.Id);
        return deployment.Id;
    }

    /// <summary>Inside a transaction of the caller's.</summary>
    internal async Task<LlmDeployment> AddAsync(PlatformDbContext db, Actor actor, DeploymentSettings settings, string? credential, CancellationToken cancellationToken)
    {
        var model = await DeploymentRules.RequireReferencesAsync(db, settings, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var deployment = new LlmDeployment(Ids.New(time), settings, now);
        db.Add(deployment);
        if (!string.IsNullOrEmpty(credential))
        {
            await credentials.SetAsync(db, deployment, credential, cancellationToken);
        }

        db.Add(new LlmStatusChange(Ids.New(time), deployment.Id, null, deployment.Status, deployment.StatusReason, null, actor.UserId, now));
        db.Record(
            actor, AuditActions.LlmDeploymentRegistered, LlmNames.Subject(deployment, model), ("base_url", deployment.BaseUrl), ("engine", EnumText<LlmEngine>.ToText(deployment.Engine)),
            ("environment", EnumText<LlmEnvironment>.ToText(deployment.Environment)));
        await db.SaveChangesAsync(cancellationToken);
        return deployment;
    }
}
