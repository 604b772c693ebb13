using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
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
    bool ApplySplits = false)
{
    /// <summary>Stores shapes that stand twice; they are counted either way.</summary>
    public bool KeepDuplicates { get; init; }
}

/// <summary>
/// Imports annotation files into a draft version, image by image by file name, in batches that are committed one by one. Imported
/// shapes are the actor's: he vouches for them.
/// </summary>
public sealed class ImportAnnotationsCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public Task<ImportReport> ExecuteAsync(Actor actor, Guid versionId, IImportSource source, ImportRequest request, CancellationToken cancellationToken) =>
        ExecuteAsync(actor, versionId, source, request, null, cancellationToken);

    public async Task<ImportReport> ExecuteAsync(
        Actor actor, Guid versionId, IImportSource source, ImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await ImportRun.PrepareAsync(contexts, actor, versionId, request, cancellationToken);
        var cleared = new HashSet<Guid>();
        return await run.ExecuteAsync(source, batch => SaveAsync(actor, versionId, batch, request, cleared, cancellationToken), progress, cancellationToken);
    }

    private async Task SaveAsync(Actor actor, Guid versionId, IReadOnlyList<PlannedImage> batch, ImportRequest request, HashSet<Guid> cleared, CancellationToken cancellationToken)
    {
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
                db.AddRange(batch.SelectMany(image => Rows(image, actor.Name, revisions, now)));
                await db.SaveChangesAsync(cancellationToken);
                if (request.ApplySplits)
                {
                    await MoveAsync(db, versionId, batch, cancellationToken);
                }
            },
            cancellationToken);
    }

    private IEnumerable<Annotation> Rows(PlannedImage image, string annotatorName, Dictionary<Guid, long> revisions, DateTime now)
    {
        var tracks = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var shape in image.Shapes)
        {
            var row = Annotation.ByHuman(
                Ids.New(time), image.Target.AssetId, shape.LabelClassId, shape.Geometry.Type, shape.Text, annotatorName, shape.Attributes, revisions[image.Target.AssetId], now);
            if (shape.Track is { } track && !tracks.ContainsKey(track))
            {
                tracks[track] = Ids.New(time);
            }

            row.Place(shape.Frame, shape.Track is { } name ? tracks[name] : null, shape.ZOrder);
            yield return row;
        }
    }

    // Labelled elsewhere is labelled: the queue need not show these images again.
    private static Task FinishAsync(PlatformDbContext db, List<Guid> assetIds, CancellationToken cancellationToken) =>
        db.Assets.Where(asset => assetIds.Contains(asset.Id) && asset.WorkState == WorkState.Unlabelled)
            .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.WorkState, WorkState.Done), cancellationToken);

    private static async Task MoveAsync(PlatformDbContext db, Guid versionId, IReadOnlyList<PlannedImage> batch, CancellationToken cancellationToken)
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
