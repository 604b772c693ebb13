using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Registry.Queries;

/// <summary>Reads models with their presets and deployments.</summary>
public sealed class LlmModelQueries(IDbContextFactory<PlatformDbContext> contexts, LlmDeploymentQueries deployments)
{
    /// <summary>All models by name.</summary>
    public async Task<IReadOnlyList<LlmModelView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.UseLlm);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var models = await db.LlmModels.AsNoTracking().OrderBy(model => model.ModelName).ToListAsync(cancellationToken);
        var presets = await db.LlmModelConfigs.AsNoTracking().OrderBy(preset => preset.ConfigName).ToListAsync(cancellationToken);
        var running = (await deployments.ListAsync(actor, cancellationToken)).ToLookup(deployment => deployment.LlmModelId);
        return [.. models.Select(model => ViewOf(model, presets.Where(preset => preset.LlmModelId == model.Id), running[model.Id]))];
    }

    public async Task<LlmModelView> GetAsync(Actor actor, Guid modelId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var model = await db.LlmModelForAsync(actor, modelId, Permission.UseLlm, cancellationToken);
        var presets = await db.LlmModelConfigs.AsNoTracking().Where(preset => preset.LlmModelId == modelId).OrderBy(preset => preset.ConfigName).ToListAsync(cancellationToken);
        return ViewOf(model, presets, (await deployments.ListAsync(actor, cancellationToken)).Where(deployment => deployment.LlmModelId == modelId));
    }

    private static LlmModelView ViewOf(LlmModel model, IEnumerable<LlmModelConfig> presets, IEnumerable<LlmDeploymentView> deployments) => new(
        model.Id, model.ModelName, model.ModelType,
        [.. presets.Select(preset => new PresetView(preset.Id, preset.ConfigName, preset.MaxTokens, preset.Temperature, preset.TopP, preset.TopK, preset.CreatedAt))], [.. deployments]);
}
