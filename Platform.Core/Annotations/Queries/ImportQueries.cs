using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;

namespace Platform.Core.Annotations.Queries;

/// <summary>The dry run of an import: the report of what would happen, and nothing written.</summary>
public sealed class ImportQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<ImportReport> PreviewAsync(Actor actor, Guid versionId, IImportSource source, ImportRequest request, CancellationToken cancellationToken)
    {
        var (planner, annotated) = await PrepareAsync(contexts, actor, versionId, request, Permission.UploadAssets, cancellationToken);
        var importer = AnnotationImporter.For(request.Format ?? AnnotationImporter.Detect(source));
        var kept = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var item in importer.ReadAsync(source, request.Options ?? ImportOptions.Default, cancellationToken))
        {
            if (planner.Plan(item) is { Shapes.Count: > 0 } image && request.Existing == ExistingAnnotations.Keep && annotated.Contains(image.Target.AssetId))
            {
                kept.Add(image.Target.FileName);
            }
        }

        return planner.Report() with { KeptImages = [.. kept] };
    }

    /// <returns>A planner for the draft's images and classes, and the images that are annotated already.</returns>
    internal static async Task<(ImportPlanner Planner, HashSet<Guid> Annotated)> PrepareAsync(
        IDbContextFactory<PlatformDbContext> contexts, Actor actor, Guid versionId, ImportRequest request, Permission permission, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = (await DatasetAccess.FindVersionAsync(db, actor, versionId, permission, cancellationToken)).DemandDraft().Version;
        // The formats read so far know images only: a shape without a frame has no place on a video.
        var targets = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && asset.Type == AssetType.Image)
            .Select(asset => new ImportTarget(asset.Id, asset.FileName, asset.Width, asset.Height)).ToListAsync(cancellationToken);
        var classes = await db.LabelClasses.Where(row => row.OntologyVersionId == version.OntologyVersionId).OrderBy(row => row.SortOrder)
            .Select(row => new ImportClass(row.Id, row.Key, row.DisplayName, row.ShapeType)).ToListAsync(cancellationToken);
        var annotated = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && db.Annotations.Any(annotation => annotation.AssetId == asset.Id))
            .Select(asset => asset.Id).ToHashSetAsync(cancellationToken);
        return (new ImportPlanner(targets, classes, request.ClassMap), annotated);
    }
}
