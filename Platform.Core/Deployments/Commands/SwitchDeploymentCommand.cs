using Platform.Core.Access;
using Platform.Core.Deployments.Model;

namespace Platform.Core.Deployments.Commands;

/// <summary>Stops a deployment, or starts it again; its name, versions and figures stay.</summary>
public sealed class SwitchDeploymentCommand(DeploymentChanges changes, IModelServing serving)
{
    public Task ExecuteAsync(Actor actor, string name, bool isActive, CancellationToken cancellationToken) => changes.ApplyAsync(
        actor,
        name,
        async (_, deployment, _) =>
        {
            if (deployment.IsActive == isActive)
            {
                return null;
            }

            if (isActive)
            {
                await serving.CheckAsync(deployment.ModelVersionId, cancellationToken);
                deployment.Start();
            }
            else
            {
                deployment.Stop();
            }

            return (isActive ? DeploymentAction.Started : DeploymentAction.Stopped, deployment.ModelVersionId, 0);
        },
        cancellationToken);
}
