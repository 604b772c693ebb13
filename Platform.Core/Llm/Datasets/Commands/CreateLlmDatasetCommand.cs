using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Datasets.Commands;

/// <summary>Makes data known that lies elsewhere.</summary>
public sealed class CreateLlmDatasetCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task<Guid> ExecuteAsync(Actor actor, LlmLearningType learningType, string? description, string s3Path, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        var dataset = new LlmDataset(Ids.New(time), learningType, RequiredText.OrNull(description), LlmDatasetRules.S3Path(s3Path), time.GetUtcNow().UtcDateTime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(dataset);
        db.Record(actor, AuditActions.LlmDatasetCreated, LlmDatasetRules.Subject(dataset), ("s3_path", dataset.S3Path));
        await db.SaveChangesAsync(cancellationToken);
        return dataset.Id;
    }
}
