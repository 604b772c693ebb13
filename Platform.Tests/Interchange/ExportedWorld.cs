using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Assets;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Interchange;

/// <summary>A frozen version with every type of shape, written to an archive and read into a dataset of its own.</summary>
internal static class ExportedWorld
{
    private static readonly LabelClassInput[] s_classes =
    [
        new(null, "tissue", null, ShapeType.Mask, "#111111"), new(null, "cell", "세포", ShapeType.Bbox, "#222222", null, """[{"name":"색","type":"select","values":["빨강","파랑"]},{"name":"count","type":"number"}]"""),
        new(null, "nucleus", null, ShapeType.Polygon, "#333333"), new(null, "hand", null, ShapeType.Keypoints, "#444444", """{"names":["wrist","thumb"],"edges":[[0,1]],"pairs":[]}"""),
        new(null, "edge", null, ShapeType.Polyline, "#555555"), new(null, "sick", null, null, "#666666"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Guid> AddVersionAsync(DatasetWorld world, bool withLines)
    {
        var ontology = await AddOntologyAsync(world);
        var version = (await world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, "Everything", null, ontology, Cancellation)).VersionId;
        var assets = (await world.UploadAsync(version, [.. Enumerable.Range(0, 6).Select(i => ($"set/{i}.png", HeaderCodec.Png(100, 80, $"image {i}")))])).Added;
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(0.5, 0.25, 0.25), 1, false, Cancellation);
        var ids = (await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation)).Classes.ToDictionary(item => item.Key, item => item.ClassId);
        var mask = new MaskCrop(10, 20, 3, 2, [1, 0, 1, 1, 1, 1]).ToMask(100, 80);
        ShapeGeometry?[] geometries =
        [
            mask, new BoxGeometry(33.334, 1.5, 66.667, 20.125), new PolygonGeometry([[1, 1, 40, 1, 40, 40.001, 1, 40], [5, 5, 20, 5, 20, 20, 5, 20]]), new KeypointsGeometry([5, 6, 2, 7.25, 8, 1]),
            withLines ? new PolylineGeometry([0, 0, 9.5, 9, 3, 70]) : null, TagGeometry.Instance,
        ];
        for (var i = 0; i < 5; i++)
        {
            var upserts = geometries.Select((geometry, place) => (Geometry: geometry, Key: s_classes[place].Key)).Where(pair => pair.Geometry is not null).Select(pair => new AnnotationUpsert(
                world.Seed.NewId(), ids[pair.Key], null, JsonElement.Parse(GeometryJson.Write(pair.Geometry!)), ZOrder: pair.Key == "cell" ? i : 0)
            {
                Attributes = pair.Key == "cell" ? JsonElement.Parse($$"""{"색":"빨강","count":{{i}}.5,"occluded":true}""") : default(Optional<JsonElement>),
            });
            await world.Save.ExecuteAsync(world.Actor, assets[i].AssetId, 0, [.. upserts], [], Cancellation);
        }

        return version;
    }

    /// <summary>A version of the same classes with one image a split, each with what is drawn on it.</summary>
    /// <param name="draw">Of each image, counted from 0: class key, geometry, attributes, place in the stack.</param>
    public static async Task<Guid> AddVersionAsync(DatasetWorld world, Guid ontology, string name, Func<int, IEnumerable<(string Key, ShapeGeometry Geometry, string? Attributes, int ZOrder)>> draw)
    {
        var version = (await world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, name, null, ontology, Cancellation)).VersionId;
        var assets = (await world.UploadAsync(version, [.. Enumerable.Range(0, 3).Select(i => ($"set/{i}.png", HeaderCodec.Png(100, 80, $"{name} {i}")))])).Added;
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(0.34, 0.33, 0.33), 1, false, Cancellation);
        var ids = (await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation)).Classes.ToDictionary(item => item.Key, item => item.ClassId);
        for (var i = 0; i < assets.Count; i++)
        {
            var upserts = draw(i).Select(shape => new AnnotationUpsert(world.Seed.NewId(), ids[shape.Key], null, JsonElement.Parse(GeometryJson.Write(shape.Geometry)), ZOrder: shape.ZOrder)
            {
                Attributes = shape.Attributes is { } attributes ? JsonElement.Parse(attributes) : default(Optional<JsonElement>),
            });
            await world.Save.ExecuteAsync(world.Actor, assets[i].AssetId, 0, [.. upserts], [], Cancellation);
        }

        return version;
    }

    public static Task<Guid> AddOntologyAsync(DatasetWorld world) =>
        new CreateOntologyVersionCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(world.Actor, world.Seed.Project.Id, "all", s_classes, Cancellation);

    public static async Task<string> ExportAsync(DatasetWorld world, Guid version, ExportRequest request)
    {
        var path = world.Folder[$"{request.Format}.zip"];
        await using var file = File.Create(path);
        await using var sink = new ZipExportSink(file, world.Folder["spool"]);
        await world.Export.ExecuteAsync(world.Actor, version, request, sink, null, Cancellation);
        return path;
    }

    /// <summary>Uploads the archive's images into a new dataset of the same classes, imports its annotations and freezes the result.</summary>
    public static async Task<(string Hash, ImportReport Report)> ImportElsewhereAsync(DatasetWorld world, string archive, Guid ontology, string name)
    {
        var version = (await world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, name, null, ontology, Cancellation)).VersionId;
        await using var file = File.OpenRead(archive);
        using var zip = new ZipImportSource(file, ZipLimits.Default);
        await world.Ingest.ExecuteAsync(world.Actor, version, UploadSource.Of(zip), null, Cancellation);
        var report = await world.Import.ExecuteAsync(world.Actor, version, zip, new(ApplySplits: true), Cancellation);
        return ((await world.FreezeAsync(version)).ContentSha256, report);
    }
}
