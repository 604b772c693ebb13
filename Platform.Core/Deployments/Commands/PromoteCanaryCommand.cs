using Platform.Core.Access;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Makes the version on trial the stable one.</summary>
public sealed class PromoteCanaryCommand(DeploymentChanges changes)
{
    public Task ExecuteAsync(Actor actor, string name, CancellationToken cancellationToken) => changes.ApplyAsync(
        actor,
        name,
        (_, deployment, now) =>
        {
            var canary = deployment.CanaryModelVersionId ?? throw new DomainRuleException("deployment.no_canary", "No version is on trial. Choose one.");
            deployment.Serve(canary, actor.UserId, now);
            return Task.FromResult<(DeploymentAction, Guid, int)?>((DeploymentAction.Promoted, canary, 0));
        },
        cancellationToken);
}
