using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Datasets.Commands;

/// <summary>Forgets a dataset that no deployment refers to. Its bytes stay in the object store, where other rows may refer to the same.</summary>
public sealed class RemoveLlmDatasetCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid datasetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dataset = await db.LlmDatasetForAsync(actor, datasetId, Permission.ManageLlm, cancellationToken);
        var deployments = await db.LlmDeployments.Where(row => row.LlmDatasetId == datasetId).Select(row => row.ServerName).ToListAsync(cancellationToken);
        if (deployments.Count > 0)
        {
            var servers = string.Join(", ", deployments.Order(StringComparer.Ordinal));
            throw new DomainRuleException("llm.dataset_held", $"{deployments.Count} deployments say that their model was adapted with this data ({servers}). Nothing was removed; change them first.", deployments.Count, servers);
        }

        db.Record(actor, AuditActions.LlmDatasetRemoved, LlmDatasetRules.Subject(dataset), ("s3_path", dataset.S3Path));
        db.Remove(dataset);
        await db.SaveChangesAsync(cancellationToken);
    }
}
