using Platform.Core.Access;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Health.Queries;
using Platform.Core.Llm.Registry.Queries;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Looks at a deployment now, whatever its status.</summary>
public sealed class CheckLlmDeploymentCommand(EngineTargetQueries targets, HealthWatch watch)
{
    public async Task<DeploymentHealth> ExecuteAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        return await watch.CheckAsync(await targets.GetAsync(Actor.Platform, deploymentId, cancellationToken), cancellationToken);
    }
}
