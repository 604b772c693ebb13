using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Imaging;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Voc;

/// <summary>
/// Writes Pascal VOC: <c>Annotations/x.xml</c>, <c>JPEGImages/</c>, lists of the splits in <c>ImageSets/Main</c>, and for images with masks
/// <c>SegmentationClass</c> and <c>SegmentationObject</c> with <c>labelmap.txt</c>. Objects with masks come first, so that their place in the XML is their number
/// in the object image.
/// </summary>
public sealed class VocExporter : IAnnotationExporter
{
    private static readonly XmlWriterSettings s_xml = new() { Indent = true, OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };

    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        if (set.Classes.Count > VocSegmentation.MaxObjects)
        {
            throw new DomainRuleException("export.too_many_classes", $"Pascal VOC has room for {VocSegmentation.MaxObjects} classes, the ontology has {set.Classes.Count}. Choose another format.", VocSegmentation.MaxObjects, set.Classes.Count);
        }

        var palette = VocPalette.Of(set.Classes);
        var lists = new SortedDictionary<SplitKind, StringBuilder>();
        var segmented = new StringBuilder();
        await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var shapes = image.Shapes.OrderBy(shape => shape.Geometry is not MaskGeometry).ThenBy(shape => shape.ZOrder).ToList();
            var list = lists.TryGetValue(image.Split, out var known) ? known : lists[image.Split] = new StringBuilder();
            list.Append(image.Stem).Append('\n');
            await sink.WriteTextAsync($"Annotations/{image.Stem}.xml", Xml(image, shapes, request.VocOrigin), cancellationToken).ConfigureAwait(false);
            if (shapes.Any(shape => shape.Geometry is MaskGeometry))
            {
                segmented.Append(image.Stem).Append('\n');
                await WriteMasksAsync(image, shapes, palette, sink, cancellationToken).ConfigureAwait(false);
            }

            if (request.WithImages)
            {
                await sink.WriteMediaAsync($"JPEGImages/{image.Name}", image, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var (split, list) in lists.Where(pair => pair.Key != SplitKind.Unassigned))
        {
            await sink.WriteTextAsync($"ImageSets/Main/{EnumText<SplitKind>.ToText(split)}.txt", list.ToString(), cancellationToken).ConfigureAwait(false);
        }

        if (segmented.Length > 0)
        {
            await sink.WriteTextAsync("ImageSets/Segmentation/trainval.txt", segmented.ToString(), cancellationToken).ConfigureAwait(false);
        }

        await sink.WriteTextAsync("labelmap.txt", palette.ToLabelMap(), cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteMasksAsync(ExportImage image, List<ExportShape> shapes, VocPalette palette, IExportSink sink, CancellationToken cancellationToken)
    {
        var (classes, objects) = (new byte[image.Width * image.Height], new byte[image.Width * image.Height]);
        for (var i = 0; i < Math.Min(shapes.Count, VocSegmentation.MaxObjects) && shapes[i].Geometry is MaskGeometry mask; i++)
        {
            Paint(MaskCrop.Of(mask), image.Width, classes, (byte)(shapes[i].Class.Index + 1));
            Paint(MaskCrop.Of(mask), image.Width, objects, (byte)(i + 1));
        }

        var colors = Enumerable.Range(0, 256).Select(VocPalette.Color).ToList();
        await sink.WriteBytesAsync($"SegmentationClass/{image.Stem}.png", IndexedPng.Write(image.Width, image.Height, classes, colors), cancellationToken).ConfigureAwait(false);
        await sink.WriteBytesAsync($"SegmentationObject/{image.Stem}.png", IndexedPng.Write(image.Width, image.Height, objects, colors), cancellationToken).ConfigureAwait(false);
    }

    private static void Paint(MaskCrop crop, int width, byte[] canvas, byte value)
    {
        for (var i = 0; i < crop.Pixels.Length; i++)
        {
            if (crop.Pixels[i] != 0)
            {
                canvas[((crop.Top + (i / crop.Width)) * width) + crop.Left + (i % crop.Width)] = value;
            }
        }
    }

    private static string Xml(ExportImage image, List<ExportShape> shapes, VocOrigin origin)
    {
        using var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, s_xml))
        {
            xml.WriteStartElement("annotation");
            xml.WriteElementString("folder", "JPEGImages");
            xml.WriteElementString("filename", image.Name);
            xml.WriteStartElement("size");
            Element(xml, "width", image.Width);
            Element(xml, "height", image.Height);
            Element(xml, "depth", 3);
            xml.WriteEndElement();
            Element(xml, "segmented", shapes.Any(shape => shape.Geometry is MaskGeometry) ? 1 : 0);
            foreach (var shape in shapes)
            {
                Object(xml, shape, origin);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length)) + "\n";
    }

    private static void Object(XmlWriter xml, ExportShape shape, VocOrigin origin)
    {
        var attributes = ExportAttributes.Of(shape);
        var box = shape.Geometry.Bounds;
        var shift = origin == VocOrigin.OneBasedInclusive ? 1 : 0;
        xml.WriteStartElement("object");
        xml.WriteElementString("name", shape.Class.Key);
        xml.WriteElementString("pose", "Unspecified");
        foreach (var flag in new[] { "truncated", "difficult", "occluded" })
        {
            Element(xml, flag, attributes.Any(item => item.Name == flag && item.Value.ValueKind == JsonValueKind.True) ? 1 : 0);
        }

        xml.WriteStartElement("bndbox");
        Element(xml, "xmin", box.X + shift);
        Element(xml, "ymin", box.Y + shift);
        Element(xml, "xmax", box.Right);
        Element(xml, "ymax", box.Bottom);
        xml.WriteEndElement();
        var values = attributes.Where(item => !AttributeSpec.ReservedNames.Contains(item.Name, StringComparer.Ordinal)).ToList();
        if (values.Count > 0)
        {
            xml.WriteStartElement("attributes");
            foreach (var (name, value) in values)
            {
                xml.WriteStartElement("attribute");
                xml.WriteElementString("name", ExportAttributes.XmlText(name));
                xml.WriteElementString("value", ExportAttributes.XmlText(ExportAttributes.Text(value)));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, double value) => xml.WriteElementString(name, GeometryJson.Rounded(value).ToString(CultureInfo.InvariantCulture));
}
