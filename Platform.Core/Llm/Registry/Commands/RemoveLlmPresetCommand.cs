using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Removes a preset that no request was made with; one that logs refer to says so.</summary>
public sealed class RemoveLlmPresetCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid presetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var preset = await db.LlmPresetForAsync(actor, presetId, Permission.EditLlmPresets, cancellationToken);
        var logs = await db.LlmSessionLogs.CountAsync(log => log.LlmModelConfigId == presetId, cancellationToken);
        if (logs > 0)
        {
            throw new DomainRuleException("llm.preset_held", $"{logs} logged requests were made with the preset '{preset.ConfigName}', and their logs say so. It stays; rename it if it should not be used.", preset.ConfigName, logs);
        }

        var model = await DeploymentRules.ModelNameAsync(db, preset.LlmModelId, cancellationToken);
        db.Record(actor, AuditActions.LlmPresetRemoved, LlmNames.Subject(preset, model!));
        db.Remove(preset);
        await db.SaveChangesAsync(cancellationToken);
    }
}
