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

    public static async IAsyncEnumerable<ContentAsset> ReadAsync(PlatformDbContext db, DatasetVersion version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = await db.Assets.Where(asset => asset.DatasetVersionId == version.Id).Select(asset => new { asset.Id, asset.Sha256 }).ToListAsync(cancellationToken);
        var index = (await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == version.OntologyVersionId).OrderBy(row => row.SortOrder).Select(row => row.Id).ToListAsync(cancellationToken))
            .Select((id, place) => (id, place)).ToDictionary(pair => pair.id, pair => pair.place);
        foreach (var batch in order.OrderBy(asset => asset.Sha256, StringComparer.Ordinal).Select(asset => asset.Id).Chunk(AssetsAtOnce))
        {
            var assets = await (
                from asset in db.Assets
                join split in db.DatasetSplits on asset.DatasetSplitId equals split.Id
                where batch.Contains(asset.Id)
                select new { asset.Id, asset.FileName, asset.Sha256, asset.StorageUri, asset.Type, split.Split, asset.Width, asset.Height, asset.ExcludedFrames, asset.FrameCount, asset.Fps })
                .ToDictionaryAsync(asset => asset.Id, cancellationToken);
            var shapes = await (
                from annotation in db.Annotations
                join labelClass in db.LabelClasses on annotation.LabelClassId equals labelClass.Id
                where batch.Contains(annotation.AssetId)
                orderby annotation.Id
                select new ContentShape(
                    annotation.Id, annotation.AssetId, annotation.LabelClassId, labelClass.Key, 0, annotation.GeometryType, annotation.Geometry, annotation.Attributes, annotation.Source, annotation.ReviewState,
                    annotation.Frame, annotation.TrackId, annotation.ZOrder))
                .ToListAsync(cancellationToken);
            var byAsset = shapes.Select(shape => shape with { ClassIndex = index.GetValueOrDefault(shape.ClassId, -1) }).ToLookup(shape => shape.AssetId);
            foreach (var asset in batch.Where(assets.ContainsKey).Select(id => assets[id]))
            {
                yield return new ContentAsset(
                    asset.Id, asset.FileName, asset.Sha256, asset.StorageUri, asset.Type, asset.Split, asset.Width, asset.Height, [.. byAsset[asset.Id]])
                {
                    ExcludedFrames = ExcludedFrames.Parse(asset.ExcludedFrames),
                    FrameCount = asset.FrameCount,
                    Fps = asset.Fps,
                };
            }
        }
    }

    /// <summary>The manifest's lines; shapes that nobody accepted are not content.</summary>
    public static async IAsyncEnumerable<string> ManifestAsync(PlatformDbContext db, DatasetVersion version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return DatasetManifest.Header;
        foreach (var item in await ClassesAsync(db, version.OntologyVersionId, cancellationToken))
        {
            yield return DatasetManifest.ClassLine(item);
        }

        await foreach (var asset in ReadAsync(db, version, cancellationToken))
        {
            yield return DatasetManifest.AssetLine(ToManifest(asset));
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
