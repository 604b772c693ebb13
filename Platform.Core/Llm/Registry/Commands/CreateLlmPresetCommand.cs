using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Adds a preset to a model.</summary>
public sealed class CreateLlmPresetCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task<Guid> ExecuteAsync(Actor actor, Guid modelId, PresetValues values, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var model = await db.LlmModelForAsync(actor, modelId, Permission.EditLlmPresets, cancellationToken);
        var (name, maxTokens, temperature, topP, topK) = PresetRules.Check(values);
        var preset = new LlmModelConfig(Ids.New(time), modelId, name, maxTokens, temperature, topP, topK, time.GetUtcNow().UtcDateTime);
        db.Add(preset);
        db.Record(
            actor, AuditActions.LlmPresetCreated, LlmNames.Subject(preset, model.ModelName), ("max_tokens", maxTokens), ("temperature", temperature), ("top_p", topP), ("top_k", topK));
        await db.SaveChangesAsync(cancellationToken);
        return preset.Id;
    }
}
