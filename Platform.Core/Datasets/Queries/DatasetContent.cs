using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Datasets.Queries;

/// <summary>An asset of a version with its shapes.</summary>
public sealed record ContentAsset(
    Guid Id, string FileName, string Sha256, string StorageUri, AssetType Type, SplitKind Split, int Width, int Height, IReadOnlyList<ContentShape> Shapes)
{
    /// <summary>Frames of a video that are left out of training.</summary>
    public IReadOnlyList<int> ExcludedFrames { get; init; } = [];

    /// <summary>Null for an image.</summary>
    public int? FrameCount { get; init; }

    /// <summary>Null for an image.</summary>
    public double? Fps { get; init; }
}

/// <summary>A shape and its class; <paramref name="Geometry"/> is JSON in pixels of the upright image.</summary>
/// <param name="ClassIndex">The class's place in the ontology, as models count.</param>
public sealed record ContentShape(
    Guid Id, Guid AssetId, Guid ClassId, string ClassKey, int ClassIndex, ShapeType? Type, string Geometry, string? Attributes, AnnotationSource Source, ReviewState ReviewState,
    int? Frame, Guid? TrackId, int ZOrder);

/// <summary>Reads a version's contents in bounded memory, by ascending content hash, which is the same order on every engine and in every copy.</summary>
internal static class DatasetContent
{
    // Rows of one batch: at a few hundred shapes an asset this stays within some ten thousand rows.
    private const int AssetsAtOnce = 200;

    public static async Task<IReadOnlyList<ManifestClass>> ClassesAsync(PlatformDbContext db, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        var classes = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == ontologyVersionId).OrderBy(row => row.SortOrder).ToListAsync(cancellationToken);
        return [.. classes.Select((row, index) => new ManifestClass(index, row.Key, row.ShapeType, row.KeypointSpec, row.Attributes))];
    }

    public static IAsyncEnumerable<ContentAsset> ReadAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken) => ReadAsync(db, version, null, cancellationToken);

    /// <param name="after">Content hash behind which to begin; null for the beginning.</param>
    /// <remarks>Digits come before letters in every collation, so the engine's order of lower-case hashes is the ordinal one. Batches are ranges of hashes: their SQL is always the same and names no ids.</remarks>
    public static async IAsyncEnumerable<ContentAsset> ReadAsync(PlatformDbContext db, DatasetVersion version, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var classes = await ClassPlacesAsync(db, version.OntologyVersionId, cancellationToken);
        var splits = await db.DatasetSplits.Where(split => split.DatasetVersionId == version.Id).ToDictionaryAsync(split => split.Id, split => split.Split, cancellationToken);
        var from = after ?? "";
        while (true)
        {
            var assets = await db.Assets.AsNoTracking().Where(asset => asset.DatasetVersionId == version.Id && string.Compare(asset.Sha256, from) > 0).OrderBy(asset => asset.Sha256).Take(AssetsAtOnce)
                .Select(asset => new { asset.Id, asset.FileName, asset.Sha256, asset.StorageUri, asset.Type, asset.DatasetSplitId, asset.Width, asset.Height, asset.ExcludedFrames, asset.FrameCount, asset.Fps }).ToListAsync(cancellationToken);
            if (assets.Count == 0)
            {
                yield break;
            }

            var (start, end) = (from, assets[^1].Sha256);
            var shapes = await (
                from asset in db.Assets
                join annotation in db.Annotations on asset.Id equals annotation.AssetId
                where asset.DatasetVersionId == version.Id && string.Compare(asset.Sha256, start) > 0 && string.Compare(asset.Sha256, end) <= 0
                select new
                {
                    annotation.Id, annotation.AssetId, annotation.LabelClassId, annotation.GeometryType, annotation.Geometry, annotation.Attributes, annotation.Source, annotation.ReviewState,
                    annotation.Frame, annotation.TrackId, annotation.ZOrder,
                }).AsNoTracking().ToListAsync(cancellationToken);
            var byAsset = shapes.Select(shape => (Shape: shape, Class: classes.GetValueOrDefault(shape.LabelClassId, (Key: "", Index: -1))))
                .Select(row => new ContentShape(
                    row.Shape.Id, row.Shape.AssetId, row.Shape.LabelClassId, row.Class.Key, row.Class.Index, row.Shape.GeometryType, row.Shape.Geometry, row.Shape.Attributes, row.Shape.Source,
                    row.Shape.ReviewState, row.Shape.Frame, row.Shape.TrackId, row.Shape.ZOrder))
                .ToLookup(shape => shape.AssetId);
            foreach (var asset in assets)
            {
                yield return new ContentAsset(
                    asset.Id, asset.FileName, asset.Sha256, asset.StorageUri, asset.Type, splits[asset.DatasetSplitId], asset.Width, asset.Height, [.. byAsset[asset.Id].OrderBy(shape => shape.Id)])
                {
                    ExcludedFrames = ExcludedFrames.Parse(asset.ExcludedFrames),
                    FrameCount = asset.FrameCount,
                    Fps = asset.Fps,
                };
            }

            from = end;
        }
    }

    // Those of the project's other ontology versions, too: a shape may be left over from one, which the freeze reports.
    private static async Task<Dictionary<Guid, (string Key, int Index)>> ClassPlacesAsync(PlatformDbContext db, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        var rows = await (
            from ontology in db.OntologyVersions
            join sibling in db.OntologyVersions on ontology.ProjectId equals sibling.ProjectId
            join label in db.LabelClasses on sibling.Id equals label.OntologyVersionId
            where ontology.Id == ontologyVersionId
            select new { label.Id, label.Key, label.OntologyVersionId, label.SortOrder }).ToListAsync(cancellationToken);
        var own = rows.Where(row => row.OntologyVersionId == ontologyVersionId).OrderBy(row => row.SortOrder).Select(row => row.Id).ToList();
        return rows.ToDictionary(row => row.Id, row => (row.Key, own.IndexOf(row.Id)));
    }

    /// <summary>The manifest's lines; shapes that nobody accepted are not content.</summary>
    public static IAsyncEnumerable<string> ManifestAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken) => ManifestAsync(db, version, _ => true, cancellationToken);

    /// <param name="isGood">Sees every asset before its line is written; one that it refuses has none.</param>
    public static async IAsyncEnumerable<string> ManifestAsync(
        PlatformDbContext db, DatasetVersion version, Func<ContentAsset, bool> isGood, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return DatasetManifest.Header;
        foreach (var item in await ClassesAsync(db, version.OntologyVersionId, cancellationToken))
        {
            yield return DatasetManifest.ClassLine(item);
        }

        await foreach (var asset in ReadAsync(db, version, cancellationToken))
        {
            if (isGood(asset))
            {
                yield return DatasetManifest.AssetLine(ToManifest(asset));
            }
        }
    }

    public static async Task<string> HashAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken)
    {
        using var hash = new ManifestHash();
        await foreach (var line in ManifestAsync(db, version, cancellationToken))
        {
            hash.Add(line);
        }

        return hash.Finish();
    }

    private static ManifestAsset ToManifest(ContentAsset asset) => new(
        asset.Sha256, asset.Split, asset.Width, asset.Height,
        [.. asset.Shapes.Where(shape => shape.ReviewState == ReviewState.Accepted).Select(shape =>
            new ManifestShape(shape.ClassKey, shape.Type, shape.Geometry, shape.Attributes, shape.Frame, shape.TrackId, shape.ZOrder))])
    {
        ExcludedFrames = asset.ExcludedFrames,
    };
}
