using Platform.Core.Access;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Makes the version on trial the stable one.</summary>
public sealed class PromoteCanaryCommand(DeploymentChanges changes, IPromotionGate gate)
{
    public Task ExecuteAsync(Actor actor, string name, CancellationToken cancellationToken) => changes.ApplyAsync(
        actor,
        name,
        async (_, deployment, now) =>
        {
            var canary = deployment.CanaryModelVersionId ?? throw new DomainRuleException("deployment.no_canary", "No version is on trial. Choose one.");

            // It may have been scored while it was on trial.
            await gate.DemandAsync(actor, canary, null, cancellationToken);
            deployment.Serve(canary, actor.UserId, now);
            return (DeploymentAction.Promoted, canary, 0);
        },
        cancellationToken);
}
