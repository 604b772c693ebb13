using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Shared;

namespace Platform.Core.Annotations.Commands;

/// <summary>What an import does with images that are annotated already.</summary>
public enum ExistingAnnotations
{
    /// <summary>Leaves them as they are, so that an import that was cut off can be started again.</summary>
    Keep,

    /// <summary>Adds the imported shapes to theirs.</summary>
    Add,

    /// <summary>Deletes theirs first.</summary>
    Replace,
}

/// <summary>How to import.</summary>
/// <param name="Format">Null to recognise it.</param>
/// <param name="ClassMap">Class in the files → key in the ontology, or null to skip that class.</param>
/// <param name="ApplySplits">Also moves images to the splits that the files name.</param>
public sealed record ImportRequest(
    InterchangeFormat? Format = null,
    ImportOptions? Options = null,
    IReadOnlyDictionary<string, string?>? ClassMap = null,
    ExistingAnnotations Existing = ExistingAnnotations.Keep,
    bool ApplySplits = false);

/// <summary>
/// Imports annotation files into a draft version, image by image by file name, in batches that are committed one by one. Imported
/// shapes are the actor's: he vouches for them.
/// </summary>
public sealed class ImportAnnotationsCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const int ImagesAtOnce = 100;

    public async Task<ImportReport> ExecuteAsync(Actor actor, Guid versionId, IImportSource source, ImportRequest request, CancellationToken cancellationToken)
    {
        var (planner, annotated) = await ImportQueries.PrepareAsync(contexts, actor, versionId, request, Permission.UploadAssets, cancellationToken);
        var importer = AnnotationImporter.For(request.Format ?? AnnotationImporter.Detect(source));
        var kept = new SortedSet<string>(StringComparer.Ordinal);
        var cleared = new HashSet<Guid>();
        var batch = new List<PlannedImage>();
        await foreach (var item in importer.ReadAsync(source, request.Options ?? ImportOptions.Default, cancellationToken))
        {
            if (planner.Plan(item) is not { } image)
            {
                continue;
            }

            if (request.Existing == ExistingAnnotations.Keep && image.Shapes.Count > 0 && annotated.Contains(image.Target.AssetId))
            {
                kept.Add(image.Target.FileName);
                image = image with { Shapes = [] };
            }

            batch.Add(image);
            if (batch.Count == ImagesAtOnce)
            {
                await SaveAsync(actor, versionId, batch, request, cleared, cancellationToken);
                batch.Clear();
            }
        }

        await SaveAsync(actor, versionId, batch, request, cleared, cancellationToken);
        return planner.Report() with { KeptImages = [.. kept] };
    }

    private async Task SaveAsync(Actor actor, Guid versionId, List<PlannedImage> batch, ImportRequest request, HashSet<Guid> cleared, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var toClear = request.Existing == ExistingAnnotations.Replace ? batch.Select(image => image.Target.AssetId).Where(cleared.Add).ToList() : [];
                var touched = batch.Where(image => image.Shapes.Count > 0).Select(image => image.Target.AssetId).Union(toClear).ToList();
                var revisions = await AnnotationBatches.RaiseRevisionsAsync(db, touched, cancellationToken);
                await db.Annotations.Where(row => toClear.Contains(row.AssetId)).ExecuteDeleteAsync(cancellationToken);
                await FinishAsync(db, [.. batch.Where(image => image.Shapes.Count > 0).Select(image => image.Target.AssetId)], cancellationToken);
                var now = time.GetUtcNow().UtcDateTime;
                db.AddRange(batch.SelectMany(image => image.Shapes.Select(shape => Annotation.ByHuman(
                    Ids.New(time), image.Target.AssetId, shape.LabelClassId, shape.Geometry.Type, GeometryJson.Write(shape.Geometry), actor.Name, shape.Attributes,
                    revisions[image.Target.AssetId], now))));
                await db.SaveChangesAsync(cancellationToken);
                if (request.ApplySplits)
                {
                    await MoveAsync(db, versionId, batch, cancellationToken);
                }
            },
            cancellationToken);
    }

    // Labelled elsewhere is labelled: the queue need not show these images again.
    private static Task FinishAsync(PlatformDbContext db, List<Guid> assetIds, CancellationToken cancellationToken) =>
        db.Assets.Where(asset => assetIds.Contains(asset.Id) && asset.WorkState == WorkState.Unlabelled)
            .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.WorkState, WorkState.Done), cancellationToken);

    private static async Task MoveAsync(PlatformDbContext db, Guid versionId, List<PlannedImage> batch, CancellationToken cancellationToken)
    {
        var splits = await DatasetAccess.SplitsAsync(db, versionId, cancellationToken);
        foreach (var group in batch.Where(image => image.Split is not null).GroupBy(image => image.Split!.Value, image => image.Target.AssetId))
        {
            await SplitMoves.MoveAsync(db, [.. group], splits[group.Key].Id, cancellationToken);
        }
    }
}

/// <summary>What bulk writers of annotations share.</summary>
internal static class AnnotationBatches
{
    /// <summary>Raises the assets' revisions, so that open canvases notice, and locks these rows until the transaction ends.</summary>
    public static async Task<Dictionary<Guid, long>> RaiseRevisionsAsync(PlatformDbContext db, IReadOnlyCollection<Guid> assetIds, CancellationToken cancellationToken)
    {
        var assets = db.Assets.Where(asset => assetIds.Contains(asset.Id));
        await assets.ExecuteUpdateAsync(set => set.SetProperty(asset => asset.Revision, asset => asset.Revision + 1), cancellationToken);
        return await assets.ToDictionaryAsync(asset => asset.Id, asset => asset.Revision, cancellationToken);
    }
}
