using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Changes what a preset sets, for every request from now on.</summary>
public sealed class ChangeLlmPresetCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid presetId, PresetValues values, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var preset = await db.LlmPresetForAsync(actor, presetId, Permission.EditLlmPresets, cancellationToken);
        var checkedValues = PresetRules.Check(values);
        preset.Take(checkedValues);
        var model = await DeploymentRules.ModelNameAsync(db, preset.LlmModelId, cancellationToken);
        db.Record(
            actor, AuditActions.LlmPresetChanged, LlmNames.Subject(preset, model!),
            ("max_tokens", checkedValues.MaxTokens), ("temperature", checkedValues.Temperature), ("top_p", checkedValues.TopP), ("top_k", checkedValues.TopK));
        await db.SaveChangesAsync(cancellationToken);
    }
}
