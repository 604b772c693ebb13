using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Health.Queries;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Registry.Queries;

/// <summary>Tries an engine's address before it is saved, and says what is wrong with it.</summary>
public sealed class ConnectionTestQueries(IDbContextFactory<PlatformDbContext> contexts, EngineTargetQueries targets, ConnectGuard guard, EngineConnections connections, LlmOptions options)
{
    /// <param name="actor">Who registers deployments.</param>
    /// <param name="baseUrl">As typed.</param>
    /// <param name="engine">Which server program should answer there.</param>
    /// <param name="upstreamModelName">May still be empty: the answer lists what there is.</param>
    /// <param name="credential">As typed; null for the stored one of <paramref name="deploymentId"/>, which is sent to its own server only.</param>
    /// <param name="deploymentId">Null for a deployment that is not registered yet.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public async Task<ProbeResult> TestAsync(
        Actor actor, string baseUrl, LlmEngine engine, string? upstreamModelName, string? credential, Guid? deploymentId, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        var address = BaseUrl.Of(baseUrl);
        await guard.DemandAsync(new Uri(address).IdnHost, cancellationToken);
        var secret = string.IsNullOrEmpty(credential)
            ? credential is null && deploymentId is { } id ? await StoredAsync(actor, id, address, cancellationToken) : null
            : new EngineCredential(Commands.DeploymentRules.Credential(credential));
        var target = new EngineTarget(Guid.Empty, 0, new Uri(address), engine, upstreamModelName?.Trim() ?? "", secret);
        using var lease = connections.Rent(target);
        return await EngineProbe.CheckAsync(lease.Client, target, TimeSpan.FromSeconds(options.CheckTimeoutSeconds), cancellationToken);
    }

    private async Task<EngineCredential?> StoredAsync(Actor actor, Guid deploymentId, string address, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.LlmDeploymentForAsync(actor, deploymentId, Permission.ManageLlm, cancellationToken);
        return BaseUrl.IsSameOrigin(deployment.BaseUrl, address) ? (await targets.GetAsync(Actor.Platform, deploymentId, cancellationToken)).Credential : null;
    }
}
