using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange.Export;

namespace Platform.Core.Interchange.Datumaro;

/// <summary>Writes Datumaro 1.0: <c>annotations/train.json</c>, pictures below <c>images/train/</c>. Rings of one polygon share a group.</summary>
public sealed class DatumaroExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        var splits = new SortedDictionary<SplitKind, JsonSpool>();
        try
        {
            await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (!splits.TryGetValue(image.Split, out var spool))
                {
                    splits[image.Split] = spool = new JsonSpool(sink);
                }

                spool.Add(writer => Item(writer, image));
                if (request.WithImages)
                {
                    await sink.WriteMediaAsync($"images/{image.SplitText}/{image.Name}", image, cancellationToken).ConfigureAwait(false);
                }
            }

            var head = Encoding.UTF8.GetBytes(Head(set));
            foreach (var (split, spool) in splits)
            {
                await sink.WriteAsync(
                    $"annotations/{split.ToString().ToLowerInvariant()}.json",
                    async stream =>
                    {
                        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
                        await spool.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
                        await stream.WriteAsync("]}\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var spool in splits.Values)
            {
                await spool.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // Everything up to the items, whose array is left open.
    private static string Head(ExportSet set)
    {
        var head = CanonicalJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("dm_format_version", "1.0");
            writer.WriteNumber("media_type", 2);
            writer.WriteStartObject("infos");
            writer.WriteString("dataset", set.DatasetName);
            writer.WriteString("version", set.VersionTag);
            writer.WriteString("content_sha256", set.ContentSha256);
            writer.WriteEndObject();
            writer.WriteStartObject("categories");
            Labels(writer, set.Classes);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        return $"{head[..^1]},\"items\":[";
    }

    private static void Labels(Utf8JsonWriter writer, IReadOnlyList<ExportClass> classes)
    {
        writer.WriteStartObject("label");
        writer.WriteStartArray("labels");
        foreach (var item in classes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", item.Key);
            writer.WriteString("parent", "");
            writer.WriteStartArray("attributes");
            foreach (var spec in item.Attributes)
            {
                writer.WriteStringValue(spec.Name);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("attributes");
        writer.WriteEndArray();
        writer.WriteEndObject();
        if (classes.All(item => item.Keypoints is null))
        {
            return;
        }

        writer.WriteStartObject("points");
        writer.WriteStartArray("items");
        foreach (var item in classes.Where(item => item.Keypoints is not null))
        {
            writer.WriteStartObject();
            writer.WriteNumber("label_id", item.Index);
            writer.WritePropertyName("labels");
            JsonSerializer.Serialize(writer, item.Keypoints!.Names);
            writer.WritePropertyName("joints");
            JsonSerializer.Serialize(writer, item.Keypoints.Edges);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Item(Utf8JsonWriter writer, ExportImage image)
    {
        writer.WriteStartObject();
        writer.WriteString("id", image.Stem);
        writer.WriteStartArray("annotations");
        var id = 0;
        var groups = new GroupNumbers(image.Shapes);
        foreach (var shape in image.Shapes)
        {
            if (shape.Geometry is PolygonGeometry { Rings.Count: > 1 } polygon)
            {
                var parts = groups.Fresh();
                foreach (var ring in polygon.Rings)
                {
                    Annotation(writer, shape with { Geometry = new PolygonGeometry([ring]) }, id++, parts, isPart: true);
                }
            }
            else
            {
                Annotation(writer, shape, id++, shape.Geometry is TagGeometry ? 0 : groups.Of(shape), isPart: false);
            }
        }

        writer.WriteEndArray();
        writer.WriteStartObject("attr");
        writer.WriteEndObject();
        writer.WriteStartObject("image");
        writer.WriteString("path", image.Name);
        Numbers(writer, "size", [image.Height, image.Width]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Annotation(Utf8JsonWriter writer, ExportShape shape, int id, int group, bool isPart)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteString("type", shape.Geometry switch
        {
            TagGeometry => "label",
            BoxGeometry => "bbox",
            PolygonGeometry => "polygon",
            PolylineGeometry => "polyline",
            KeypointsGeometry => "points",
            MaskGeometry => "mask",
            _ => throw new ArgumentOutOfRangeException(nameof(shape)),
        });
        writer.WritePropertyName("attributes");
        (shape.Attributes is { } attributes ? JsonNode.Parse(attributes)! : new JsonObject()).WriteTo(writer);
        writer.WriteNumber("group", group);
        if (isPart && GroupNumbers.NameOf(shape) is not null)
        {
            // A key of our own: the number is that of the parts, not of the group.
            writer.WriteBoolean("part", true);
        }

        writer.WriteNumber("label_id", shape.Class.Index);
        writer.WriteNumber("z_order", shape.ZOrder);
        switch (shape.Geometry)
        {
            case BoxGeometry box:
                Numbers(writer, "bbox", [box.X, box.Y, box.Width, box.Height]);
                break;
            case PolygonGeometry polygon:
                Numbers(writer, "points", polygon.Rings[0]);
                break;
            case PolylineGeometry line:
                Numbers(writer, "points", line.Points);
                break;
            case KeypointsGeometry keypoints:
                Numbers(writer, "points", [.. keypoints.Points.Where((_, index) => index % 3 != 2)]);
                Numbers(writer, "visibility", [.. keypoints.Points.Where((_, index) => index % 3 == 2)]);
                break;
            case MaskGeometry mask:
                writer.WriteStartObject("rle");
                writer.WriteString("counts", mask.Counts);
                Numbers(writer, "size", [mask.Height, mask.Width]);
                writer.WriteEndObject();
                break;
            default:
                break;
        }

        writer.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(GeometryJson.Rounded(number));
        }

        writer.WriteEndArray();
    }
}
