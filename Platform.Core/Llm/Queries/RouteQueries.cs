using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Gateway;
using Platform.Core.Llm.Health.Queries;

namespace Platform.Core.Llm.Queries;

/// <summary>Reads the registry for the gateway; what it answers holds credentials.</summary>
public sealed class RouteQueries(IDbContextFactory<PlatformDbContext> contexts, EngineTargetQueries targets)
{
    public async Task<RouteTable> LoadAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        var byId = (await targets.AllAsync(actor, cancellationToken)).ToDictionary(target => target.DeploymentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var models = await db.LlmModels.AsNoTracking().ToListAsync(cancellationToken);
        var presets = (await db.LlmModelConfigs.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(preset => preset.LlmModelId);
        var deployments = (await db.LlmDeployments.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(deployment => deployment.LlmModelId);
        return new RouteTable(
        [
            .. models.Select(model => new RoutedModel(
                model.Id,
                model.ModelName,
                [.. presets[model.Id].Select(preset => new RoutedPreset(preset.Id, preset.ConfigName, preset.MaxTokens, preset.Temperature, preset.TopP, preset.TopK))],
                [.. deployments[model.Id].Where(row => byId.ContainsKey(row.Id)).Select(row => new RoutedDeployment(byId[row.Id], row.Environment, row.ServerName, row.GpuCount))])),
        ]);
    }
}
