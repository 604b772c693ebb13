using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Keeps every n-th request's image in a draft, with what the model saw on it, for people to correct.</summary>
public sealed class KeepRequestsCommand(DeploymentChanges changes)
{
    /// <param name="actor">Who may also upload into the draft.</param>
    /// <param name="name">Of the deployment.</param>
    /// <param name="every">n; 0 keeps none.</param>
    /// <param name="datasetVersionId">A draft of the same project; not needed to keep none.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public Task ExecuteAsync(Actor actor, string name, int every, Guid? datasetVersionId, CancellationToken cancellationToken)
    {
        if (every is < 0 or > Deployment.MaxKeepEvery)
        {
            throw new DomainRuleException("deployment.keep_every", $"Keep one in 1 to {Deployment.MaxKeepEvery} requests, or 0 for none.", Deployment.MaxKeepEvery);
        }

        return changes.ApplyAsync(
            actor,
            name,
            async (db, deployment, _) =>
            {
                DeploymentRules.RequireCloud(deployment);
                var version = datasetVersionId ?? deployment.KeepDatasetVersionId;
                if (every > 0)
                {
                    await RequireDraftAsync(db, actor, deployment, version, cancellationToken);
                }

                deployment.Keep(every, version);
                return (DeploymentAction.KeepChanged, deployment.ModelVersionId, every);
            },
            cancellationToken);
    }

    private static async Task RequireDraftAsync(PlatformDbContext db, Actor actor, Deployment deployment, Guid? versionId, CancellationToken cancellationToken)
    {
        var chosen = versionId ?? throw new DomainRuleException("deployment.keep_where", "Choose the draft version that kept requests go into.");
        var scope = (await DatasetAccess.FindVersionAsync(db, actor, chosen, Permission.UploadAssets, cancellationToken)).DemandDraft();
        var isSameProject = await (
            from version in db.ModelVersions
            join model in db.Models on version.ModelId equals model.Id
            where version.Id == deployment.ModelVersionId && model.ProjectId == scope.Dataset.ProjectId
            select model.Id).AnyAsync(cancellationToken);
        if (!isSameProject)
        {
            throw new DomainRuleException("deployment.keep_other_project", "The draft belongs to another project than the deployment. Choose one of the same project.");
        }
    }
}
