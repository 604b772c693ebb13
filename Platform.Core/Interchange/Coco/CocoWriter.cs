using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange.Export;

namespace Platform.Core.Interchange.Coco;

/// <summary>
/// The elements of COCO files. Beyond the standard stand <c>attributes</c>, as Datumaro and CVAT write them, <c>z_order</c> where it is not 0, and
/// <c>rings</c> beside the mask of a polygon with holes, which other readers pass over.
/// </summary>
internal static class CocoWriter
{
    public static void Category(Utf8JsonWriter writer, ExportClass item)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", item.Index + 1);
        writer.WriteString("name", item.Key);
        writer.WriteString("supercategory", "");
        if (item.Keypoints is { } spec)
        {
            writer.WriteStartArray("keypoints");
            foreach (var name in spec.Names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("skeleton");
            foreach (var edge in spec.Edges)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(edge[0] + 1);
                writer.WriteNumberValue(edge[1] + 1);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public static void Annotation(Utf8JsonWriter writer, ExportShape shape, long id, int imageId, (int Width, int Height) image, ExportRequest request)
    {
        var attributes = shape.Attributes is { } text ? JsonNode.Parse(text) as JsonObject : null;
        var isCrowd = attributes?["crowd"]?.GetValueKind() == JsonValueKind.True;
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteNumber("image_id", imageId);
        writer.WriteNumber("category_id", shape.Class.Index + 1);
        if (shape.Geometry is not TagGeometry)
        {
            Geometry(writer, shape.Geometry, image, request.PlainRuns);
            writer.WriteNumber("iscrowd", isCrowd ? 1 : 0);
        }
        else if (isCrowd)
        {
            writer.WriteNumber("iscrowd", 1);
        }

        if (isCrowd)
        {
            attributes!.Remove("crowd");
        }

        if (attributes is { Count: > 0 })
        {
            writer.WritePropertyName("attributes");
            attributes.WriteTo(writer);
        }

        if (shape.ZOrder != 0)
        {
            writer.WriteNumber("z_order", shape.ZOrder);
        }

        writer.WriteEndObject();
    }

    private static void Geometry(Utf8JsonWriter writer, ShapeGeometry geometry, (int Width, int Height) image, bool plainRuns)
    {
        var bounds = geometry.Bounds;
        Numbers(writer, "bbox", [bounds.X, bounds.Y, bounds.Width, bounds.Height]);
        switch (geometry)
        {
            case PolygonGeometry polygon when PolygonRings.HasHole(polygon):
                Runs(writer, PolygonRaster.ToMask(polygon, image.Width, image.Height), plainRuns);
                Rings(writer, "rings", polygon);
                break;
            case PolygonGeometry polygon:
                writer.WriteNumber("area", Rounded(PolygonRings.Area(polygon)));
                Rings(writer, "segmentation", polygon);
                break;
            case MaskGeometry mask:
                Runs(writer, mask, plainRuns);
                break;
            case KeypointsGeometry keypoints:
                writer.WriteNumber("area", Rounded(bounds.Width * bounds.Height));
                Numbers(writer, "segmentation", []);
                Numbers(writer, "keypoints", keypoints.Points);
                writer.WriteNumber("num_keypoints", keypoints.Points.Chunk(3).Count(point => point[2] > 0));
                break;
            default:
                writer.WriteNumber("area", Rounded(bounds.Width * bounds.Height));
                Numbers(writer, "segmentation", []);
                break;
        }
    }

    private static void Runs(Utf8JsonWriter writer, MaskGeometry mask, bool plain)
    {
        var counts = RunLengths.Decode(mask.Counts);
        writer.WriteNumber("area", RunLengths.Area(counts));
        writer.WriteStartObject("segmentation");
        writer.WriteStartArray("size");
        writer.WriteNumberValue(mask.Height);
        writer.WriteNumberValue(mask.Width);
        writer.WriteEndArray();
        if (plain)
        {
            writer.WriteStartArray("counts");
            foreach (var count in counts)
            {
                writer.WriteNumberValue(count);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("counts", mask.Counts);
        }

        writer.WriteEndObject();
    }

    private static void Rings(Utf8JsonWriter writer, string name, PolygonGeometry polygon)
    {
        writer.WriteStartArray(name);
        foreach (var ring in polygon.Rings)
        {
            writer.WriteStartArray();
            foreach (var number in ring)
            {
                writer.WriteNumberValue(Rounded(number));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(Rounded(number));
        }

        writer.WriteEndArray();
    }

    // To 1/1000 pixel, as stored; sums of doubles carry more digits than they mean.
    private static double Rounded(double value) => GeometryJson.Rounded(value);
}
