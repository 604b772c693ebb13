using Platform.Core.Access;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Lets another version answer a share of the requests, on trial; a share of 0 ends the trial.</summary>
public sealed class SetCanaryCommand(DeploymentChanges changes, IModelServing serving, IPromotionGate gate)
{
    /// <param name="actor">Who tries it.</param>
    /// <param name="name">Of the deployment.</param>
    /// <param name="modelVersionId">The version on trial; not needed to end it.</param>
    /// <param name="weight">Requests in a hundred, 0 to 100.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <param name="overrideReason">Why, although the version forgot classes of its parent; kept with its promotion.</param>
    public Task ExecuteAsync(Actor actor, string name, Guid? modelVersionId, int weight, CancellationToken cancellationToken, string? overrideReason = null)
    {
        if (weight is < 0 or > Deployment.MaxWeight)
        {
            throw new DomainRuleException("deployment.weight", "The share of requests must be between 0 and 100 percent.");
        }

        return changes.ApplyAsync(
            actor,
            name,
            async (db, deployment, _) =>
            {
                DeploymentRules.RequireCloud(deployment);
                if (weight == 0)
                {
                    var ended = deployment.CanaryModelVersionId;
                    deployment.EndCanary();
                    return ended is { } version ? (DeploymentAction.CanaryEnded, version, 0) : null;
                }

                var canary = modelVersionId ?? deployment.CanaryModelVersionId ?? throw new DomainRuleException("deployment.no_canary", "No version is on trial. Choose one.");
                if (canary == deployment.ModelVersionId)
                {
                    throw new DomainRuleException("deployment.canary_is_stable", "This version answers all requests already. Choose another one to try.");
                }

                var model = await DeploymentRules.RequireDeployableAsync(db, actor, canary, cancellationToken);
                await DeploymentRules.RequireAlikeAsync(db, deployment, model, cancellationToken);
                await serving.CheckAsync(canary, cancellationToken);
                await gate.DemandAsync(actor, canary, overrideReason, cancellationToken);
                deployment.Try(canary, weight);
                return (DeploymentAction.CanaryStarted, canary, weight);
            },
            cancellationToken);
    }
}
