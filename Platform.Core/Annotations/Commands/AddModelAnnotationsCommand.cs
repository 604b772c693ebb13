using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations.Commands;

/// <summary>A model's shapes for one asset, in pixels of the upright image.</summary>
public sealed record AssetPredictions(Guid AssetId, IReadOnlyList<PredictedShape> Shapes);

/// <summary>One predicted shape; its class by key, since model and dataset may use different ontology versions.</summary>
public sealed record PredictedShape(string ClassKey, ShapeGeometry Geometry, double Confidence);

/// <summary>What <see cref="AddModelAnnotationsCommand"/> did.</summary>
/// <param name="Replaced">Shapes of earlier runs that nobody had reviewed.</param>
/// <param name="Dropped">Predictions outside the image or too small.</param>
/// <param name="Overlapping">Predictions of objects that are annotated already.</param>
/// <param name="UnknownClasses">Keys that the dataset's ontology lacks, with the number of predictions left out.</param>
public sealed record ModelAnnotationsReport(int Assets, int Shapes, int Replaced, int Dropped, int Overlapping, IReadOnlyDictionary<string, int> UnknownClasses);

/// <summary>Puts a model's predictions into a draft for review. Reviewed and human shapes stay whatever the policy.</summary>
public sealed class AddModelAnnotationsCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const int AssetsAtOnce = 100;

    public async Task<ModelAnnotationsReport> ExecuteAsync(
        Actor actor, Guid versionId, Guid modelVersionId, IReadOnlyList<AssetPredictions> predictions, CancellationToken cancellationToken, OverlapPolicy policy = OverlapPolicy.Replace)
    {
        Dictionary<string, LabelClass> classes;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var scope = (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.Annotate, cancellationToken)).DemandDraft();
            await db.ModelVersionForAsync(actor, modelVersionId, Permission.ViewProject, cancellationToken);
            classes = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == scope.Version.OntologyVersionId).ToDictionaryAsync(row => row.Key, cancellationToken);
        }

        var tally = new Tally();
        foreach (var batch in predictions.Chunk(AssetsAtOnce))
        {
            await SaveAsync(versionId, modelVersionId, batch, policy, classes, tally, cancellationToken);
        }

        return new ModelAnnotationsReport(tally.Assets, tally.Shapes, tally.Replaced, tally.Dropped, tally.Overlapping, tally.Unknown);
    }

    private async Task SaveAsync(
        Guid versionId, Guid modelVersionId, AssetPredictions[] batch, OverlapPolicy policy, Dictionary<string, LabelClass> classes, Tally tally, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var ids = batch.Select(prediction => prediction.AssetId).Distinct().ToList();
                var revisions = await AnnotationBatches.RaiseRevisionsAsync(db, ids, cancellationToken);
                var sizes = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id))
                    .ToDictionaryAsync(asset => asset.Id, asset => (asset.Width, asset.Height), cancellationToken);
                foreach (var stranger in ids.Where(id => !sizes.ContainsKey(id)).Take(1))
                {
                    throw new NotFoundException("asset of this version", stranger);
                }

                if (policy == OverlapPolicy.Replace)
                {
                    tally.Replaced += await db.Annotations
                        .Where(row => ids.Contains(row.AssetId) && row.Source == AnnotationSource.Model && row.ReviewState == ReviewState.Pending).ExecuteDeleteAsync(cancellationToken);
                }

                var standing = policy == OverlapPolicy.Add
                    ? StandingShapes.None
                    : new StandingShapes(await db.Annotations.AsNoTracking().Where(row => ids.Contains(row.AssetId) && row.ReviewState != ReviewState.Rejected).ToListAsync(cancellationToken));
                foreach (var prediction in batch)
                {
                    tally.Assets++;
                    Add(db, prediction, sizes[prediction.AssetId], revisions[prediction.AssetId], modelVersionId, classes, standing, tally);
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }

    private void Add(
        PlatformDbContext db, AssetPredictions prediction, (int Width, int Height) size, long revision, Guid modelVersionId, Dictionary<string, LabelClass> classes, StandingShapes standing, Tally tally)
    {
        foreach (var shape in prediction.Shapes)
        {
            if (!classes.TryGetValue(shape.ClassKey, out var labelClass) || labelClass.ShapeType != shape.Geometry.Type)
            {
                tally.Unknown[shape.ClassKey] = tally.Unknown.GetValueOrDefault(shape.ClassKey) + 1;
            }
            else if (Fit(shape, size) is not { } geometry)
            {
                tally.Dropped++;
            }
            else if (standing.Has(prediction.AssetId, labelClass.Id, geometry))
            {
                tally.Overlapping++;
            }
            else
            {
                tally.Shapes++;
                db.Add(Annotation.ByModel(
                    Ids.New(time), prediction.AssetId, labelClass.Id, geometry.Type, GeometryJson.Write(geometry), modelVersionId,
                    Math.Clamp(shape.Confidence, 0, 1), revision, time.GetUtcNow().UtcDateTime));
            }
        }
    }

    private static ShapeGeometry? Fit(PredictedShape shape, (int Width, int Height) size)
    {
        try
        {
            GeometryRules.Check(shape.Geometry, size.Width, size.Height);
            return double.IsNaN(shape.Confidence) ? null : GeometryRules.Clip(shape.Geometry, size.Width, size.Height);
        }
        catch (DomainRuleException)
        {
            return null;
        }
    }

    private sealed class Tally
    {
        public int Assets { get; set; }

        public int Shapes { get; set; }

        public int Replaced { get; set; }

        public int Dropped { get; set; }

        public int Overlapping { get; set; }

        public Dictionary<string, int> Unknown { get; } = new(StringComparer.Ordinal);
    }
}
