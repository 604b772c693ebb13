using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Puts the stable version back that stood before the current one; a second time takes that back.</summary>
public sealed class RollBackDeploymentCommand(DeploymentChanges changes, IModelServing serving)
{
    public Task ExecuteAsync(Actor actor, string name, CancellationToken cancellationToken) => changes.ApplyAsync(
        actor,
        name,
        async (db, deployment, now) =>
        {
            var previous = await DeploymentHistory.Stable(db, deployment.Id).Where(happened => happened.ModelVersionId != deployment.ModelVersionId)
                .OrderByDescending(happened => happened.Id).Select(happened => (Guid?)happened.ModelVersionId).FirstOrDefaultAsync(cancellationToken)
                ?? throw new DomainRuleException("deployment.no_previous", $"'{name}' has served one version only, so there is nothing to go back to. Deploy another version instead.", name);
            await serving.CheckAsync(previous, cancellationToken);
            deployment.Serve(previous, actor.UserId, now);
            return (DeploymentAction.RolledBack, previous, 0);
        },
        cancellationToken);
}
