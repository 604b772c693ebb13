using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Imaging;
using Platform.Core.Interchange.Export;

namespace Platform.Core.Interchange.Labelme;

/// <summary>
/// Writes labelme's JSON beside each picture, in a folder a split. Rings of one polygon share a group; skeletons are a box with named points of its
/// group. Attributes, the order in the stack and exact keypoints stand under keys of their own, which labelme keeps and passes over.
/// </summary>
public sealed class LabelmeExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await sink.WriteBytesAsync($"{image.SplitText}/{image.Stem}.json", Json(image), cancellationToken).ConfigureAwait(false);
            if (request.WithImages)
            {
                await sink.WriteMediaAsync($"{image.SplitText}/{image.Name}", image, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static byte[] Json(ExportImage image) => Encoding.UTF8.GetBytes(CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", "5.5.0");
        Tags(writer, image);
        writer.WriteStartArray("shapes");
        var groups = new GroupNumbers(image.Shapes);
        foreach (var shape in image.Shapes.Where(shape => shape.Geometry is not TagGeometry))
        {
            Shape(writer, shape, groups);
        }

        writer.WriteEndArray();
        writer.WriteString("imagePath", Path.GetFileName(image.Name));
        writer.WriteNull("imageData");
        writer.WriteNumber("imageHeight", image.Height);
        writer.WriteNumber("imageWidth", image.Width);
        writer.WriteEndObject();
    }));

    private static void Tags(Utf8JsonWriter writer, ExportImage image)
    {
        var tags = image.Shapes.Where(shape => shape.Geometry is TagGeometry).DistinctBy(shape => shape.Class.Index).ToList();
        writer.WriteStartObject("flags");
        foreach (var tag in tags)
        {
            writer.WriteBoolean(tag.Class.Key, true);
        }

        writer.WriteEndObject();
        if (tags.Any(tag => tag.Attributes is not null || tag.ZOrder != 0))
        {
            writer.WriteStartObject("tag_attributes");
            foreach (var tag in tags)
            {
                var values = tag.Attributes is { } attributes ? JsonNode.Parse(attributes)!.AsObject() : [];
                if (tag.ZOrder != 0)
                {
                    values["z_order"] = tag.ZOrder;
                }

                writer.WritePropertyName(tag.Class.Key);
                values.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }

    private static void Shape(Utf8JsonWriter writer, ExportShape shape, GroupNumbers groups)
    {
        int? group = groups.Of(shape) is var number and > 0 ? number : null;
        switch (shape.Geometry)
        {
            case PolygonGeometry { Rings.Count: > 1 } polygon:
                var parts = groups.Fresh();
                foreach (var ring in polygon.Rings)
                {
                    Element(writer, shape, shape.Class.Key, "polygon", ring, parts, isPart: true);
                }

                break;
            case PolygonGeometry polygon:
                Element(writer, shape, shape.Class.Key, "polygon", polygon.Rings[0], group);
                break;
            case PolylineGeometry line:
                Element(writer, shape, shape.Class.Key, "linestrip", line.Points, group);
                break;
            case MaskGeometry mask:
                var crop = MaskCrop.Of(mask);
                Element(writer, shape, shape.Class.Key, "mask", [crop.Left, crop.Top, crop.Left + crop.Width - 1, crop.Top + crop.Height - 1], group, crop);
                break;
            case KeypointsGeometry keypoints:
                Skeleton(writer, shape, keypoints, groups.Fresh());
                break;
            default:
                var box = shape.Geometry.Bounds;
                Element(writer, shape, shape.Class.Key, "rectangle", [box.X, box.Y, box.Right, box.Bottom], group);
                break;
        }
    }

    private static void Skeleton(Utf8JsonWriter writer, ExportShape shape, KeypointsGeometry keypoints, int group)
    {
        var box = keypoints.Bounds;
        Element(writer, shape, shape.Class.Key, "rectangle", [box.X, box.Y, box.Right, box.Bottom], group, null, keypoints);
        var points = keypoints.Points.Chunk(3).ToList();
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i][2] > 0)
            {
                Element(writer, shape with { Attributes = null, ZOrder = 0 }, shape.Class.Keypoints?.Names.ElementAtOrDefault(i) ?? $"{i}", "point", points[i][..2], group);
            }
        }
    }

    private static void Element(
        Utf8JsonWriter writer, ExportShape shape, string label, string type, IReadOnlyList<double> points, int? group, MaskCrop? crop = null, KeypointsGeometry? keypoints = null, bool isPart = false)
    {
        writer.WriteStartObject();
        writer.WriteString("label", label);
        writer.WriteStartArray("points");
        foreach (var point in points.Chunk(2))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(GeometryJson.Rounded(point[0]));
            writer.WriteNumberValue(GeometryJson.Rounded(point[1]));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (group is { } number)
        {
            writer.WriteNumber("group_id", number);
        }
        else
        {
            writer.WriteNull("group_id");
        }

        if (isPart && GroupNumbers.NameOf(shape) is not null)
        {
            // A key of our own: the number is that of the parts, not of the group.
            writer.WriteBoolean("part", true);
        }

        writer.WriteString("description", "");
        writer.WriteString("shape_type", type);
        writer.WriteStartObject("flags");
        writer.WriteEndObject();
        if (crop is not null)
        {
            writer.WriteString("mask", Convert.ToBase64String(IndexedPng.Write(crop.Width, crop.Height, crop.Pixels.Select(pixel => (byte)(pixel * 255)).ToArray(), palette: null)));
        }
        else
        {
            writer.WriteNull("mask");
        }

        if (shape.Attributes is { } attributes)
        {
            writer.WritePropertyName("attributes");
            CanonicalJson.Copy(writer, attributes);
        }

        if (shape.ZOrder != 0)
        {
            writer.WriteNumber("z_order", shape.ZOrder);
        }

        if (keypoints is not null)
        {
            writer.WriteStartArray("keypoints");
            foreach (var value in keypoints.Points)
            {
                writer.WriteNumberValue(GeometryJson.Rounded(value));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
