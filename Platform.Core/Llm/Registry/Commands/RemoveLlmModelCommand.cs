using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Forgets a model that nothing refers to; one that presets or deployments refer to says so.</summary>
public sealed class RemoveLlmModelCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid modelId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var model = await db.LlmModelForAsync(actor, modelId, Permission.ManageLlm, cancellationToken);
        var presets = await db.LlmModelConfigs.CountAsync(preset => preset.LlmModelId == modelId, cancellationToken);
        var deployments = await db.LlmDeployments.CountAsync(deployment => deployment.LlmModelId == modelId, cancellationToken);
        if (presets + deployments > 0)
        {
            throw new DomainRuleException(
                "llm.model_held", $"'{model.ModelName}' still has {presets} presets and {deployments} deployments. Nothing was removed; remove them first.", model.ModelName, presets, deployments);
        }

        db.Record(actor, AuditActions.LlmModelRemoved, LlmNames.Subject(model));
        db.Remove(model);
        await db.SaveChangesAsync(cancellationToken);
    }
}
