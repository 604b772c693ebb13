using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Queries;

/// <summary>Reads what trainings and evaluations need of a dataset version.</summary>
public sealed class TrainingDataQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>
    /// Images and annotated frames of videos with their boxes, ordered by file name and then content so that every machine sees the same order. Boxes of a model count once a person
    /// has accepted them.
    /// </summary>
    public Task<TrainingData> LoadAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellation) => LoadAsync(actor, datasetVersionId, [], cancellation);

    /// <summary>As <see cref="LoadAsync(Actor, Guid, CancellationToken)"/>, with the other annotations of images that are asked for.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="datasetVersionId">A frozen version.</param>
    /// <param name="shapes">Beside boxes; null stands for tags of the whole image.</param>
    /// <param name="cancellation">Ends the queries.</param>
    public async Task<TrainingData> LoadAsync(Actor actor, Guid datasetVersionId, IReadOnlyList<ShapeType?> shapes, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var version = await db.DatasetVersionForAsync(actor, datasetVersionId, Permission.ViewProject, cancellation);
        var dataset = await (
            from candidate in db.Datasets
            join project in db.Projects on candidate.ProjectId equals project.Id
            where candidate.Id == version.DatasetId
            select new { candidate.Name, ProjectId = project.Id, project.DepartmentId }).SingleAsync(cancellation);
        if (!version.IsFrozen)
        {
            throw new DomainRuleException(
                "training.draft_dataset", $"Version {version.VersionTag} of {dataset.Name} is a draft. Freeze it first: models train on frozen versions only.", version.VersionTag, dataset.Name);
        }

        var classes = await ClassesAsync(db, version.OntologyVersionId, cancellation);
        return new TrainingData(
            datasetVersionId, dataset.ProjectId, dataset.DepartmentId, version.OntologyVersionId, dataset.Name, version.VersionTag, version.ContentSha256!,
            classes, await ImagesAsync(db, datasetVersionId, classes, shapes, cancellation));
    }

    /// <summary>The classes of a dataset version's ontology, in index order.</summary>
    public async Task<IReadOnlyList<TrainingClass>> ClassesAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var version = await db.DatasetVersionForAsync(actor, datasetVersionId, Permission.ViewProject, cancellation);
        return await ClassesAsync(db, version.OntologyVersionId, cancellation);
    }

    private static async Task<IReadOnlyList<TrainingClass>> ClassesAsync(PlatformDbContext db, Guid ontologyVersionId, CancellationToken cancellation)
    {
        var rows = await db.LabelClasses.AsNoTracking().Where(item => item.OntologyVersionId == ontologyVersionId).OrderBy(item => item.SortOrder).ToListAsync(cancellation);
        return [.. rows.Select(item => new TrainingClass(item.Id, item.Key, item.DisplayName, item.Color, item.ShapeType, item.KeypointSpec) { Attributes = AttributeSpec.Parse(item.Attributes) })];
    }

    private static async Task<IReadOnlyList<TrainingImage>> ImagesAsync(
        PlatformDbContext db, Guid datasetVersionId, IReadOnlyList<TrainingClass> classes, IReadOnlyList<ShapeType?> shapes, CancellationToken cancellation)
    {
        var indexOf = classes.Select((item, index) => (item.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        var rows = await (
            from annotation in db.Annotations
            join asset in db.Assets on annotation.AssetId equals asset.Id
            where asset.DatasetVersionId == datasetVersionId && annotation.GeometryType == ShapeType.Bbox && annotation.ReviewState == ReviewState.Accepted
            select new { annotation.AssetId, annotation.LabelClassId, annotation.Geometry, annotation.Frame, annotation.TrackId, annotation.Attributes }).ToListAsync(cancellation);
        var boxes = rows.ToLookup(row => row.AssetId, row => new VideoBox(indexOf[row.LabelClassId], row.Geometry, row.Frame ?? 0, row.TrackId, row.Attributes));

        var others = await ShapesAsync(db, datasetVersionId, indexOf, shapes, cancellation);

        var assets = await (
            from asset in db.Assets
            join split in db.DatasetSplits on asset.DatasetSplitId equals split.Id
            where asset.DatasetVersionId == datasetVersionId
            select new { asset.Id, asset.Type, asset.FileName, asset.StorageUri, asset.Sha256, asset.Width, asset.Height, asset.FrameCount, asset.ExcludedFrames, asset.Tags, split.Split }).ToListAsync(cancellation);
        return
        [
            .. assets.OrderBy(asset => asset.FileName, StringComparer.Ordinal).ThenBy(asset => asset.Sha256, StringComparer.Ordinal).SelectMany(asset =>
            {
                var whole = new TrainingImage(asset.Id, asset.FileName, asset.StorageUri, asset.Sha256, asset.Width, asset.Height, asset.Split, []) { Tags = AssetTags.Read(asset.Tags) };
                return asset.Type == AssetType.Image
                    ? [whole with { Boxes = Ordered(boxes[asset.Id].Select(box => TrainingFrames.ToBox(box.ClassIndex, TrainingFrames.Parse(box.Geometry)) with { Attributes = box.Attributes })), Shapes = [.. others[asset.Id]] }]
                    : TrainingFrames.Of([.. boxes[asset.Id]], ExcludedFrames.Parse(asset.ExcludedFrames)).Select(seen => whole with { Boxes = Ordered(seen.Boxes), Frame = new TrainingFrame(seen.Frame, asset.FrameCount ?? 0) });
            }),
        ];
    }

    private static async Task<ILookup<Guid, TrainingShape>> ShapesAsync(
        PlatformDbContext db, Guid datasetVersionId, Dictionary<Guid, int> indexOf, IReadOnlyList<ShapeType?> shapes, CancellationToken cancellation)
    {
        if (shapes.Count == 0)
        {
            return Array.Empty<(Guid Asset, TrainingShape Shape)>().ToLookup(row => row.Asset, row => row.Shape);
        }

        var rows = await (
            from annotation in db.Annotations
            join asset in db.Assets on annotation.AssetId equals asset.Id
            where asset.DatasetVersionId == datasetVersionId && asset.Type == AssetType.Image && annotation.ReviewState == ReviewState.Accepted
                && (annotation.GeometryType == null || annotation.GeometryType != ShapeType.Bbox)
            select new { annotation.AssetId, annotation.LabelClassId, annotation.GeometryType, annotation.Geometry }).ToListAsync(cancellation);
        // Not by id, as with boxes.
        return rows.Where(row => shapes.Contains(row.GeometryType)).OrderBy(row => indexOf[row.LabelClassId]).ThenBy(row => row.Geometry, StringComparer.Ordinal)
            .ToLookup(row => row.AssetId, row => new TrainingShape(indexOf[row.LabelClassId], GeometryJson.Parse(row.GeometryType, row.Geometry)));
    }

    // Not by id: the same data imported twice must train the same way.
    private static IReadOnlyList<TrainingBox> Ordered(IEnumerable<TrainingBox> boxes) =>
        [.. boxes.OrderBy(box => box.ClassIndex).ThenBy(box => box.X).ThenBy(box => box.Y).ThenBy(box => box.Width).ThenBy(box => box.Height).ThenBy(box => box.Attributes, StringComparer.Ordinal)];
}
