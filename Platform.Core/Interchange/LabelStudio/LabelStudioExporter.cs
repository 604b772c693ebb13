using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange.LabelStudio;

/// <summary>
/// Writes Label Studio's tasks as <c>tasks.json</c>, pictures below <c>images/train/</c>, and <c>label_config.xml</c> with the same controls. Skeletons are a
/// box with keypoints that name it as their parent; masks are brushes.
/// </summary>
public sealed class LabelStudioExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        await using var spool = new JsonSpool(sink);
        await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            spool.Add(writer => WriteTask(writer, image, spool.Count));
            if (request.WithImages)
            {
                await sink.WriteMediaAsync($"images/{image.SplitText}/{image.Name}", image, cancellationToken).ConfigureAwait(false);
            }
        }

        await sink.WriteAsync(
            "tasks.json",
            async stream =>
            {
                await stream.WriteAsync("["u8.ToArray(), cancellationToken).ConfigureAwait(false);
                await spool.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync("]\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await sink.WriteTextAsync("label_config.xml", Config(set), cancellationToken).ConfigureAwait(false);
    }

    private static void WriteTask(Utf8JsonWriter writer, ExportImage image, int number)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", number);
        writer.WriteStartObject("data");
        writer.WriteString("image", $"images/{image.SplitText}/{string.Join('/', image.Name.Split('/').Select(Uri.EscapeDataString))}");
        writer.WriteString("split", image.SplitText);
        writer.WriteEndObject();
        writer.WriteStartArray("annotations");
        writer.WriteStartObject();
        writer.WriteNumber("id", number);
        writer.WriteBoolean("was_cancelled", false);
        writer.WriteStartArray("result");
        var region = 0;
        foreach (var shape in image.Shapes)
        {
            Region(writer, image, shape, $"r{++region}");
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Region(Utf8JsonWriter writer, ExportImage image, ExportShape shape, string id)
    {
        var label = shape.Class.Key;
        switch (shape.Geometry)
        {
            case TagGeometry:
                Result(writer, image, id, "choices", "tag", null, () => Strings(writer, "choices", label));
                break;
            case PolygonGeometry polygon:
                for (var i = 0; i < polygon.Rings.Count; i++)
                {
                    Result(writer, image, i == 0 ? id : $"{id}-{i}", "polygonlabels", "polygon", null, () => Polygon(writer, image, polygon.Rings[i], label));
                }

                break;
            case MaskGeometry mask:
                Result(writer, image, id, "brushlabels", "brush", null, () => Brush(writer, image, mask, label));
                break;
            case KeypointsGeometry keypoints:
                Result(writer, image, id, "rectanglelabels", "box", null, () => Box(writer, image, keypoints.Bounds, label));
                Points(writer, image, shape, keypoints, id);
                break;
            default:
                Result(writer, image, id, "rectanglelabels", "box", null, () => Box(writer, image, shape.Geometry.Bounds, label));
                break;
        }
    }

    private static void Points(Utf8JsonWriter writer, ExportImage image, ExportShape shape, KeypointsGeometry keypoints, string parent)
    {
        var points = keypoints.Points.Chunk(3).ToList();
        for (var i = 0; i < points.Count; i++)
        {
            var (point, name) = (points[i], shape.Class.Keypoints?.Names.ElementAtOrDefault(i) ?? i.ToString(CultureInfo.InvariantCulture));
            if (point[2] == 0)
            {
                continue;
            }

            Result(writer, image, $"{parent}-k{i}", "keypointlabels", "point", parent, () =>
            {
                writer.WriteNumber("x", 100 * point[0] / image.Width);
                writer.WriteNumber("y", 100 * point[1] / image.Height);
                writer.WriteNumber("width", 0.5);
                Strings(writer, "keypointlabels", name);
            });
        }
    }

    private static void Result(Utf8JsonWriter writer, ExportImage image, string id, string type, string control, string? parent, Action value)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("type", type);
        writer.WriteString("from_name", control);
        writer.WriteString("to_name", "image");
        writer.WriteNumber("original_width", image.Width);
        writer.WriteNumber("original_height", image.Height);
        writer.WriteNumber("image_rotation", 0);
        if (parent is not null)
        {
            writer.WriteString("parentID", parent);
        }

        writer.WriteStartObject("value");
        value();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Box(Utf8JsonWriter writer, ExportImage image, BoxGeometry box, string label)
    {
        writer.WriteNumber("x", 100 * box.X / image.Width);
        writer.WriteNumber("y", 100 * box.Y / image.Height);
        writer.WriteNumber("width", 100 * box.Width / image.Width);
        writer.WriteNumber("height", 100 * box.Height / image.Height);
        writer.WriteNumber("rotation", 0);
        Strings(writer, "rectanglelabels", label);
    }

    private static void Polygon(Utf8JsonWriter writer, ExportImage image, IReadOnlyList<double> ring, string label)
    {
        writer.WriteStartArray("points");
        foreach (var point in ring.Chunk(2))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(100 * point[0] / image.Width);
            writer.WriteNumberValue(100 * point[1] / image.Height);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("closed", true);
        Strings(writer, "polygonlabels", label);
    }

    private static void Brush(Utf8JsonWriter writer, ExportImage image, MaskGeometry mask, string label)
    {
        var crop = MaskCrop.Of(mask);
        var pixels = new byte[image.Width * image.Height];
        for (var row = 0; row < crop.Height; row++)
        {
            crop.Pixels.AsSpan(row * crop.Width, crop.Width).CopyTo(pixels.AsSpan(((crop.Top + row) * image.Width) + crop.Left));
        }

        writer.WriteString("format", "rle");
        writer.WriteStartArray("rle");
        foreach (var value in BrushRuns.Encode(pixels))
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
        Strings(writer, "brushlabels", label);
    }

    private static void Strings(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static string Config(ExportSet set)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("View");
            xml.WriteStartElement("Image");
            xml.WriteAttributeString("name", "image");
            xml.WriteAttributeString("value", "$image");
            xml.WriteEndElement();
            Control(xml, "RectangleLabels", "box", set, item => item.ShapeType is ShapeType.Bbox or ShapeType.Keypoints);
            Control(xml, "PolygonLabels", "polygon", set, item => item.ShapeType == ShapeType.Polygon);
            Control(xml, "BrushLabels", "brush", set, item => item.ShapeType == ShapeType.Mask);
            Values(xml, "KeyPointLabels", "point", "Label", set.Classes.SelectMany(item => item.Keypoints?.Names ?? []).Distinct(StringComparer.Ordinal).Select(name => (name, (string?)null)));
            Values(xml, "Choices", "tag", "Choice", set.Classes.Where(item => item.ShapeType is null).Select(item => (item.Key, (string?)null)));
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Control(XmlWriter xml, string element, string name, ExportSet set, Func<ExportClass, bool> takes) =>
        Values(xml, element, name, "Label", set.Classes.Where(takes).Select(item => (item.Key, (string?)item.Color)));

    private static void Values(XmlWriter xml, string element, string name, string child, IEnumerable<(string Value, string? Color)> values)
    {
        var all = values.ToList();
        if (all.Count == 0)
        {
            return;
        }

        xml.WriteStartElement(element);
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("toName", "image");
        foreach (var (value, color) in all)
        {
            xml.WriteStartElement(child);
            xml.WriteAttributeString("value", ExportAttributes.XmlText(value));
            if (color is not null)
            {
                xml.WriteAttributeString("background", color);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
