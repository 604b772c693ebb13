using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Storage;

namespace Platform.Core.Llm.Datasets.Queries;

/// <summary>Reads datasets, and looks into their files.</summary>
public sealed class LlmDatasetQueries(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store)
{
    private const int Examples = 20;

    /// <summary>All datasets, newest first.</summary>
    public async Task<IReadOnlyList<LlmDatasetView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.UseLlm);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewsAsync(db, db.LlmDatasets, cancellationToken);
    }

    public async Task<LlmDatasetView> GetAsync(Actor actor, Guid datasetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.LlmDatasetForAsync(actor, datasetId, Permission.UseLlm, cancellationToken);
        return (await ViewsAsync(db, db.LlmDatasets.Where(row => row.Id == datasetId), cancellationToken)).Single();
    }

    /// <summary>The first examples, and the faults of the whole file. Reads it once from beginning to end; null where it was not uploaded here.</summary>
    public async Task<LlmDatasetPreview?> PreviewAsync(Actor actor, Guid datasetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dataset = await db.LlmDatasetForAsync(actor, datasetId, Permission.UseLlm, cancellationToken);
        if (dataset.FileName is null)
        {
            return null;
        }

        IReadOnlyList<JsonLine> head;
        await using (var file = await store.OpenReadAsync(dataset.S3Path, cancellationToken))
        {
            head = await JsonLines.HeadAsync(file, Examples, cancellationToken);
        }

        // Only a file that is known to hold faults is read to its end to name them.
        var report = new JsonLinesReport(dataset.LineCount!.Value, 0, []);
        if (dataset.FaultCount > 0)
        {
            await using var whole = await store.OpenReadAsync(dataset.S3Path, cancellationToken);
            report = await JsonLines.ScanAsync(whole, cancellationToken);
        }

        return new LlmDatasetPreview([.. head.Select(DatasetExample.Of)], report);
    }

    private static async Task<IReadOnlyList<LlmDatasetView>> ViewsAsync(PlatformDbContext db, IQueryable<LlmDataset> datasets, CancellationToken cancellationToken) =>
        await datasets.OrderByDescending(dataset => dataset.Id).Select(dataset => new LlmDatasetView(
            dataset.Id, dataset.LearningType, dataset.Description, dataset.S3Path, dataset.CreatedAt, dataset.FileName, dataset.Sha256, dataset.SizeBytes, dataset.LineCount, dataset.FaultCount,
            db.LlmDeployments.Count(deployment => deployment.LlmDatasetId == dataset.Id))).ToListAsync(cancellationToken);
}

/// <summary>A dataset.</summary>
/// <param name="FileName">Null where it was not uploaded here, as are the four after it.</param>
/// <param name="Deployments">That say their model was adapted with it.</param>
public sealed record LlmDatasetView(
    Guid Id, LlmLearningType LearningType, string? Description, string S3Path, DateTime CreatedAt, string? FileName, string? Sha256, long? SizeBytes, long? LineCount, long? FaultCount, int Deployments);

/// <summary>A look into a dataset's file.</summary>
public sealed record LlmDatasetPreview(IReadOnlyList<DatasetExample> Examples, JsonLinesReport Report);
