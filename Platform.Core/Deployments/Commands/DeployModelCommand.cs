using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Puts a model version to work under a name: a new deployment, or the next version of one that stands.</summary>
public sealed class DeployModelCommand(IDbContextFactory<PlatformDbContext> contexts, IModelServing serving, IPromotionGate gate, TimeProvider time)
{
    /// <param name="actor">Who deploys.</param>
    /// <param name="modelVersionId">A registered version with an ONNX file.</param>
    /// <param name="name">Lower-case letters, digits and hyphens; unique on the platform.</param>
    /// <param name="target">Served here, or a bundle to take away.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <param name="overrideReason">Why, although the version forgot classes of its parent; kept with its promotion.</param>
    /// <returns>The deployment's id.</returns>
    /// <exception cref="DomainRuleException">Among others: the version forgot what its parent knew, and no reason was given.</exception>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid modelVersionId, string name, DeploymentTarget target, CancellationToken cancellationToken, string? overrideReason = null)
    {
        var clean = Deployment.NameOf(name);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await DeploymentRules.RequireDeployableAsync(db, actor, modelVersionId, cancellationToken);
        }

        // Before anything is written: a version that does not load must not take the place of one that answers.
        await serving.CheckAsync(modelVersionId, cancellationToken);
        var id = await WriteAsync(actor, modelVersionId, clean, target, overrideReason, cancellationToken);
        await serving.ApplyAsync(id, CancellationToken.None);
        return id;
    }

    private async Task<Guid> WriteAsync(Actor actor, Guid modelVersionId, string name, DeploymentTarget target, string? overrideReason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var model = await DeploymentRules.RequireDeployableAsync(db, actor, modelVersionId, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var deployment = await FindAsync(db, actor, name, cancellationToken);
        if (deployment is null)
        {
            deployment = new Deployment(Ids.New(time), modelVersionId, name, target, actor.UserId, now);
            db.Add(deployment);
        }
        else if (deployment.Target != target)
        {
            throw new DomainRuleException("deployment.other_target", $"'{name}' was deployed to another place ({EnumText<DeploymentTarget>.ToText(deployment.Target)}). Choose another name.", name, EnumText<DeploymentTarget>.ToText(deployment.Target));
        }
        else
        {
            await DeploymentRules.RequireAlikeAsync(db, deployment, model, cancellationToken);
            deployment.Serve(modelVersionId, actor.UserId, now);
        }

        // Last of all checks: a reason goes on record with a deployment only.
        await gate.DemandAsync(actor, modelVersionId, overrideReason, cancellationToken);
        db.Add(new DeploymentEvent(Ids.New(time), deployment.Id, DeploymentAction.Deployed, modelVersionId, 0, actor.UserId, now));
        db.Record(
            actor, AuditActions.Of(DeploymentAction.Deployed), await AuditSubjects.OfModelVersionAsync(db, AuditKinds.Deployment, deployment.Id, name, modelVersionId, cancellationToken), ("version", modelVersionId));
        await db.SaveChangesAsync(cancellationToken);
        return deployment.Id;
    }

    // Names are unique on the platform: one that another department took is told apart from one that is free, and nothing more.
    private static async Task<Deployment?> FindAsync(PlatformDbContext db, Actor actor, string name, CancellationToken cancellationToken)
    {
        if (!await db.Deployments.AnyAsync(row => row.Name == name, cancellationToken))
        {
            return null;
        }

        try
        {
            return await db.DeploymentForAsync(actor, name, Permission.DeployModel, cancellationToken);
        }
        catch (NotFoundException)
        {
            throw new DomainRuleException("deployment.name_taken", $"The name '{name}' is taken. Choose another.", name);
        }
    }
}
