using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Annotations.Commands;

/// <summary>How far an import is.</summary>
/// <param name="Total">Images of the version; the files may name fewer.</param>
public sealed record ImportProgress(int Images, int Total, int Shapes);

/// <summary>One pass over annotation files: the dry run and the import are this code, and differ in whether batches are saved.</summary>
internal sealed class ImportRun
{
    // A batch ends with whichever comes first, so that images of thousands of shapes stay within bounded memory.
    private const int ImagesAtOnce = 100;
    private const int ShapesAtOnce = 2_000;

    private readonly IDbContextFactory<PlatformDbContext> _contexts;
    private readonly ImportRequest _request;
    private readonly ImportPlanner _planner;
    private readonly HashSet<Guid> _annotated;
    private readonly int _targets;
    private readonly SortedSet<string> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _compared = [];

    private ImportRun(IDbContextFactory<PlatformDbContext> contexts, ImportRequest request, ImportPlanner planner, HashSet<Guid> annotated, int targets)
    {
        _contexts = contexts;
        _request = request;
        _planner = planner;
        _annotated = annotated;
        _targets = targets;
    }

    public static async Task<ImportRun> PrepareAsync(
        IDbContextFactory<PlatformDbContext> contexts, Actor actor, Guid versionId, ImportRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft().Version;
        var targets = await db.Assets.Where(asset => asset.DatasetVersionId == versionId)
            .Select(asset => new ImportTarget(asset.Id, asset.FileName, asset.Width, asset.Height) { FrameCount = asset.Type == AssetType.Video ? asset.FrameCount : null })
            .ToListAsync(cancellationToken);
        var classes = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == version.OntologyVersionId).OrderBy(row => row.SortOrder).ToListAsync(cancellationToken);
        var annotated = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && db.Annotations.Any(annotation => annotation.AssetId == asset.Id))
            .Select(asset => asset.Id).ToHashSetAsync(cancellationToken);
        return new ImportRun(contexts, request, new ImportPlanner(targets, [.. classes.Select(ToClass)], request.ClassMap, request.KeepDuplicates), annotated, targets.Count);
    }

    /// <param name="save">Null for a dry run.</param>
    public async Task<ImportReport> ExecuteAsync(
        IImportSource source, Func<IReadOnlyList<PlannedImage>, Task>? save, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var importer = AnnotationImporter.For(_request.Format ?? AnnotationImporter.Detect(source));
        var batch = new List<PlannedImage>();
        var (images, shapes, waiting) = (0, 0, 0);
        async Task FlushAsync()
        {
            var ready = await WithoutDuplicatesAsync(batch, cancellationToken);
            if (save is not null && ready.Count > 0)
            {
                await save(ready);
            }

            images += ready.Count;
            shapes += ready.Sum(image => image.Shapes.Count);
            progress?.Report(new ImportProgress(images, _targets, shapes));
            batch.Clear();
            waiting = 0;
        }

        await foreach (var item in importer.ReadAsync(source, _request.Options ?? ImportOptions.Default, cancellationToken))
        {
            foreach (var image in _planner.Plan(item))
            {
                batch.Add(KeepsItsOwn(image) ? Kept(image) : image);
                waiting += image.Shapes.Count;
            }

            if (batch.Count >= ImagesAtOnce || waiting >= ShapesAtOnce)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return _planner.Report() with { KeptImages = [.. _kept] };
    }

    private static ImportClass ToClass(LabelClass row) => new(row.Id, row.Key, row.DisplayName, row.ShapeType)
    {
        Attributes = AttributeSpec.Parse(row.Attributes),
        KeypointNames = row.KeypointSpec is { } spec ? KeypointSpec.Parse(spec).Names : [],
    };

    private bool KeepsItsOwn(PlannedImage image) => _request.Existing == ExistingAnnotations.Keep && image.Shapes.Count > 0 && _annotated.Contains(image.Target.AssetId);

    private PlannedImage Kept(PlannedImage image)
    {
        _kept.Add(image.Target.FileName);
        _planner.LeaveOut(image);
        return image with { Shapes = [] };
    }

    private async Task<IReadOnlyList<PlannedImage>> WithoutDuplicatesAsync(List<PlannedImage> batch, CancellationToken cancellationToken)
    {
        // Only shapes that stay can be doubled, and each image's are read once.
        var ids = _request.Existing != ExistingAnnotations.Add ? [] : batch.Select(image => image.Target.AssetId).Where(id => _annotated.Contains(id) && _compared.Add(id)).ToList();
        var standing = await StandingAsync(ids, cancellationToken);
        return [.. batch.Select(image => _planner.WithoutDuplicates(image, standing[image.Target.AssetId]))];
    }

    private async Task<ILookup<Guid, StandingShape>> StandingAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return Enumerable.Empty<Guid>().ToLookup(id => id, _ => default(StandingShape));
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Annotations.AsNoTracking().Where(row => ids.Contains(row.AssetId) && row.TrackId == null)
            .Select(row => new { row.AssetId, row.LabelClassId, row.Frame, row.Geometry, row.GeometryType }).ToListAsync(cancellationToken);

        // PostgreSQL gives JSON back in its own spelling.
        return rows.ToLookup(row => row.AssetId, row => new StandingShape(row.LabelClassId, row.Frame, Geometry.GeometryJson.Write(Geometry.GeometryJson.Parse(row.GeometryType, row.Geometry))));
    }
}
