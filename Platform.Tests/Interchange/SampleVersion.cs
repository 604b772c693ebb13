using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Interchange;

/// <summary>Versions drawn at random from a seed, with every type of shape, attribute and flag; and the way out and back.</summary>
internal static class SampleVersion
{
    public const int Width = 97;
    public const int Height = 61;

    private static readonly string[] s_flags = ["occluded", "truncated", "difficult", "crowd"];

    private static readonly AttributeSpec[] s_specs =
    [
        new("색", AttributeType.Select, ["빨강", "파랑 & <노랑>"]), new("count", AttributeType.Number), new("alive", AttributeType.Checkbox), new("note", AttributeType.Text),
    ];

    public static IReadOnlyList<ExportClass> Classes { get; } =
    [
        new(0, "tissue", "Tissue", ShapeType.Mask, "#111111", null, s_specs),
        new(1, "cell", "Cell", ShapeType.Bbox, "#222222", null, s_specs),
        new(2, "nucleus", "Nucleus", ShapeType.Polygon, "#333333", null, s_specs),
        new(3, "hand", "Hand", ShapeType.Keypoints, "#444444", new KeypointSpec(["wrist", "thumb", "palm"], [[0, 1], [0, 2]], [[1, 2]]), s_specs),
        new(4, "edge", "Edge", ShapeType.Polyline, "#555555", null, s_specs),
        new(5, "sick", "Sick", null, "#666666", null, s_specs),
        new(6, "blurred", "Blurred", null, "#777777", null, s_specs),
    ];

    public static List<ExportImage> Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 4).Select(i => new ExportImage(
            i == 3 ? "deep/er/3.png" : $"{i} image.png", (SplitKind)random.Next(3), Width, Height,
            [.. Enumerable.Range(0, i == 2 ? 0 : random.Next(1, 8)).Select(_ => Shape(random)).DistinctBy(shape => shape.Geometry is TagGeometry ? shape.Class : (object)shape)],
            _ => Task.FromResult<Stream>(new MemoryStream([(byte)i]))))];
    }

    /// <summary>Only what the format carries without loss, by its own report.</summary>
    public static List<ExportImage> Lossless(IEnumerable<ExportImage> images, ExportRequest request)
    {
        var kept = new List<ExportImage>();
        foreach (var image in images)
        {
            var part = image with { Shapes = [] };
            foreach (var shape in image.Shapes)
            {
                var more = part with { Shapes = [.. part.Shapes, shape] };
                part = Losses(more, request).All(loss => loss.Code == LossCodes.EmptyImages) ? more : part;
            }

            if (Losses(part, request).Count == 0)
            {
                kept.Add(part);
            }
        }

        return kept;
    }

    public static async Task<MemorySink> ExportAsync(IReadOnlyList<ExportImage> images, ExportRequest request)
    {
        var sink = new MemorySink();
        var set = new ExportSet("Smears", "v1", new string('a', 64), Classes, images.Count);
        var prepared = ExportFeed.PrepareAsync(images.ToAsyncEnumerable(), FormatCapabilities.Of(request), null, TestContext.Current.CancellationToken);
        await AnnotationExporter.For(request.Format).WriteAsync(set, prepared, request, sink, TestContext.Current.CancellationToken);
        return sink;
    }

    public static async Task<(List<PlannedImage> Images, ImportReport Report)> ImportAsync(MemorySink sink, IEnumerable<ExportImage> targets, InterchangeFormat? format = null)
    {
        var source = sink.ToSource();
        var planner = new ImportPlanner(
            [.. targets.Select(image => new ImportTarget(Guid.CreateVersion7(), image.Name, image.Width, image.Height) { FrameCount = image.Video?.FrameCount })],
            [.. Classes.Select(item => new ImportClass(new Guid(item.Index + 1, 0, 0, new byte[8]), item.Key, item.DisplayName, item.ShapeType) { Attributes = item.Attributes, KeypointNames = item.Keypoints?.Names ?? [] })], keepDuplicates: true);
        var planned = new List<PlannedImage>();
        await foreach (var item in AnnotationImporter.For(format ?? AnnotationImporter.Detect(source)).ReadAsync(source, ImportOptions.Default, TestContext.Current.CancellationToken))
        {
            planned.AddRange(planner.Plan(item).Select(image => planner.WithoutDuplicates(image, [])));
        }

        return (planned, planner.Report());
    }

    /// <summary>The image as its line in the manifest, which is what the content hash is taken of.</summary>
    public static string Line(ExportImage image) => DatasetManifest.AssetLine(new ManifestAsset(image.Name, image.Split, image.Width, image.Height,
        [.. image.Shapes.Select(shape => new ManifestShape(shape.Class.Key, shape.Geometry.Type, GeometryJson.Write(shape.Geometry), shape.Attributes, shape.Frame, shape.TrackId, shape.ZOrder))]));

    public static string Line(PlannedImage image)
    {
        var tracks = image.Shapes.Select(shape => shape.Track).OfType<string>().Distinct().ToDictionary(track => track, _ => Guid.CreateVersion7());
        return DatasetManifest.AssetLine(new ManifestAsset(image.Target.FileName, image.Split ?? SplitKind.Unassigned, image.Target.Width, image.Target.Height,
        [
            .. image.Shapes.Select(shape => new ManifestShape(
                Classes.Single(item => new Guid(item.Index + 1, 0, 0, new byte[8]) == shape.LabelClassId).Key, shape.Geometry.Type, shape.Text, shape.Attributes, shape.Frame,
                shape.Track is { } track ? tracks[track] : null, shape.ZOrder)),
        ]));
    }

    public static IReadOnlyList<Loss> Losses(ExportImage image, ExportRequest request)
    {
        var counter = new LossCounter(request);
        counter.Add(image);
        return counter.Finish().Losses;
    }

    private static ExportShape Shape(Random random)
    {
        var labelClass = Classes[random.Next(Classes.Count)];
        ShapeGeometry geometry = labelClass.ShapeType switch
        {
            null => TagGeometry.Instance,
            ShapeType.Bbox => Box(random),
            ShapeType.Polygon => Polygon(random),
            ShapeType.Mask => Mask(random),
            ShapeType.Keypoints => new KeypointsGeometry([.. Enumerable.Range(0, 3).SelectMany(i => Point(random, visibility: i == 0 ? 2 : random.Next(3)))]),
            _ => new PolylineGeometry([.. Enumerable.Range(0, random.Next(2, 6)).SelectMany(_ => new[] { X(random), Y(random) })]),
        };
        return new ExportShape(labelClass, geometry, Attributes(random)) { ZOrder = random.Next(4) == 0 ? random.Next(-3, 9) : 0 };
    }

    private static BoxGeometry Box(Random random)
    {
        double x = X(random) * .9, y = Y(random) * .9;
        (x, y) = (Math.Round(x, 3), Math.Round(y, 3));
        return new BoxGeometry(x, y, Math.Round(Math.Max(.5, (Width - x) * random.NextDouble()), 3), Math.Round(Math.Max(.5, (Height - y) * random.NextDouble()), 3));
    }

    private static PolygonGeometry Polygon(Random random) => random.Next(4) switch
    {
        0 => new PolygonGeometry([[1, 1, 40, 1, 40, 40, 1, 40], [5, 5, 20.5, 5, 20.5, 20.125, 5, 20]]),
        1 => new PolygonGeometry([[1, 1, 4, 1, 4, 4], [50, 50, 60, 50, 60.5, 60]]),
        _ => new PolygonGeometry([[.. Enumerable.Range(0, random.Next(3, 9)).SelectMany(_ => new[] { X(random), Y(random) })]]),
    };

    private static MaskGeometry Mask(Random random)
    {
        int left = random.Next(Width - 9), top = random.Next(Height - 9);
        var pixels = Enumerable.Range(0, 81).Select(_ => (byte)random.Next(2)).ToArray();
        pixels[0] = pixels[80] = 1;
        return new MaskCrop(left, top, 9, 9, pixels).ToMask(Width, Height);
    }

    private static double[] Point(Random random, int visibility) => visibility == 0 ? [0, 0, 0] : [X(random), Y(random), visibility];

    private static string? Attributes(Random random)
    {
        var values = new JsonObject();
        if (random.Next(2) == 0)
        {
            return null;
        }

        foreach (var flag in s_flags.Where(_ => random.Next(6) == 0))
        {
            values[flag] = true;
        }

        if (random.Next(3) == 0)
        {
            values["색"] = random.Next(2) == 0 ? "빨강" : "파랑 & <노랑>";
            values["count"] = Math.Round(random.NextDouble() * 1e4, random.Next(6));
        }

        if (random.Next(3) == 0)
        {
            values["alive"] = random.Next(2) == 0;
            values["note"] = "line 1, \"quoted\" é";
        }

        if (random.Next(3) == 0)
        {
            values["group"] = random.Next(3) switch { 0 => "2", 1 => "b7a1", _ => 3 };
        }

        if (random.Next(8) == 0)
        {
            values["free"] = JsonNode.Parse("""{"nested":[1,null,"x"]}""");
        }

        return values.Count == 0 ? null : values.ToJsonString(new JsonSerializerOptions());
    }

    private static double X(Random random) => Math.Round(random.NextDouble() * Width, 3);

    private static double Y(Random random) => Math.Round(random.NextDouble() * Height, 3);
}
