using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Registry.Queries;

/// <summary>Reads deployments, how they are now, and what their status was.</summary>
public sealed class LlmDeploymentQueries(IDbContextFactory<PlatformDbContext> contexts, HealthBoard board)
{
    /// <summary>All deployments, by model and server.</summary>
    public async Task<IReadOnlyList<LlmDeploymentView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.UseLlm);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from deployment in db.LlmDeployments.AsNoTracking()
            join model in db.LlmModels on deployment.LlmModelId equals model.Id
            orderby model.ModelName, deployment.ServerName, deployment.Id
            select new { Deployment = deployment, Model = model.ModelName }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => ViewOf(row.Deployment, row.Model))];
    }

    public async Task<LlmDeploymentView> GetAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await db.LlmDeploymentForAsync(actor, deploymentId, Permission.UseLlm, cancellationToken);
        return ViewOf(deployment, await db.LlmModels.Where(model => model.Id == deployment.LlmModelId).Select(model => model.ModelName).SingleAsync(cancellationToken));
    }

    /// <summary>The kept changes of its status, newest first.</summary>
    public async Task<IReadOnlyList<StatusChangeView>> HistoryAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.LlmDeploymentForAsync(actor, deploymentId, Permission.UseLlm, cancellationToken);
        return await (
            from change in db.LlmStatusChanges.AsNoTracking()
            join user in db.Users on change.ByUserId equals user.Id into users
            from user in users.DefaultIfEmpty()
            where change.LlmDeploymentId == deploymentId
            orderby change.Id descending
            select new StatusChangeView(change.Id, change.FromStatus, change.ToStatus, change.Reason, change.Detail, user == null ? null : user.Name, change.At))
            .Take(LlmStatusChange.Kept).ToListAsync(cancellationToken);
    }

    private LlmDeploymentView ViewOf(LlmDeployment row, string modelName) => new(
        row.Id, row.LlmModelId, modelName, row.LlmDatasetId, row.ServerName, row.GpuCount, row.Environment, row.Status, row.StatusReason, row.StatusAt,
        row.BaseUrl, row.Engine, row.UpstreamModelName, row.CredentialReference is not null, row.CredentialReference == LlmDeployment.EchoReference, board.Of(row.Id));
}
