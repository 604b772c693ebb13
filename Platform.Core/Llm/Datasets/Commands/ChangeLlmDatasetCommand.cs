using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Datasets.Commands;

/// <summary>Says otherwise what data is for; the data itself stays.</summary>
public sealed class ChangeLlmDatasetCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid datasetId, LlmLearningType learningType, string? description, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dataset = await db.LlmDatasetForAsync(actor, datasetId, Permission.ManageLlm, cancellationToken);
        dataset.Describe(learningType, RequiredText.OrNull(description));
        db.Record(actor, AuditActions.LlmDatasetChanged, LlmDatasetRules.Subject(dataset), ("learning_type", EnumText<LlmLearningType>.ToText(learningType)));
        await db.SaveChangesAsync(cancellationToken);
    }
}
