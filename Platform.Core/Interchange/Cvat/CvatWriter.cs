using System.Globalization;
using System.Text;
using System.Xml;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Cvat;

/// <summary>The elements of CVAT's files, written by an <see cref="XmlWriter"/> that stands inside them.</summary>
internal sealed class CvatWriter(XmlWriter xml)
{
    private GroupNumbers _groups = new([]);

    public static XmlWriterSettings Settings { get; } = new() { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", ConformanceLevel = ConformanceLevel.Fragment };

    public void Labels(IReadOnlyList<ExportClass> classes)
    {
        xml.WriteStartElement("labels");
        foreach (var item in classes)
        {
            xml.WriteStartElement("label");
            xml.WriteElementString("name", item.Key);
            xml.WriteElementString("color", item.Color);
            xml.WriteElementString("type", TypeOf(item.ShapeType));
            xml.WriteStartElement("attributes");
            foreach (var spec in item.Attributes)
            {
                Attribute(spec);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
            foreach (var point in item.Keypoints?.Names ?? [])
            {
                xml.WriteStartElement("label");
                xml.WriteElementString("name", ExportAttributes.XmlText(point));
                xml.WriteElementString("type", "points");
                xml.WriteElementString("parent", item.Key);
                xml.WriteEndElement();
            }
        }

        xml.WriteEndElement();
    }

    /// <summary>Begins an image or video, whose groups are its own.</summary>
    public void Begin(ExportImage image) => _groups = new GroupNumbers(image.Shapes);

    /// <summary>The number of the shape's group, where it has one, as an attribute of the element that was begun.</summary>
    public void Group(ExportShape shape)
    {
        if (_groups.Of(shape) is var number and > 0)
        {
            xml.WriteAttributeString("group_id", number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <param name="frame">Null on an image; else the shape stands in a track, which has the label.</param>
    public void Shape(ExportShape shape, (int Number, bool IsKeyframe, bool IsOutside)? frame)
    {
        switch (shape.Geometry)
        {
            case PolygonGeometry { Rings.Count: > 1 } polygon:
                // CVAT's polygons have one ring: parts and holes stand as polygons of one group.
                var group = _groups.Of(shape) is var own and > 0 ? own : _groups.Fresh();
                foreach (var ring in polygon.Rings)
                {
                    Start("polygon", shape, frame, withGroup: false);
                    xml.WriteAttributeString("group_id", group.ToString(CultureInfo.InvariantCulture));
                    xml.WriteAttributeString("points", Points(ring));
                    End(shape);
                }

                return;
            case TagGeometry:
                Start("tag", shape, frame);
                break;
            case BoxGeometry box:
                Start("box", shape, frame);
                Number("xtl", box.X);
                Number("ytl", box.Y);
                Number("xbr", box.Right);
                Number("ybr", box.Bottom);
                break;
            case PolygonGeometry polygon:
                Start("polygon", shape, frame);
                xml.WriteAttributeString("points", Points(polygon.Rings[0]));
                break;
            case PolylineGeometry line:
                Start("polyline", shape, frame);
                xml.WriteAttributeString("points", Points(line.Points));
                break;
            case MaskGeometry mask:
                Start("mask", shape, frame);
                Mask(MaskCrop.Of(mask));
                break;
            case KeypointsGeometry keypoints:
                Start("skeleton", shape, frame);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape));
        }

        End(shape);
    }

    private static string TypeOf(ShapeType? type) => type switch
    {
        null => "tag",
        ShapeType.Bbox => "rectangle",
        ShapeType.Keypoints => "skeleton",
        _ => EnumText<ShapeType>.ToText(type.Value),
    };

    private static string Points(IReadOnlyList<double> flat) => string.Join(';', flat.Chunk(2).Select(point => $"{Text(point[0])},{Text(point[1])}"));

    private static string Text(double value) => GeometryJson.Rounded(value).ToString("0.00#", CultureInfo.InvariantCulture);

    private static string Flag(bool holds) => holds ? "1" : "0";

    private void Attribute(AttributeSpec spec)
    {
        xml.WriteStartElement("attribute");
        xml.WriteElementString("name", ExportAttributes.XmlText(spec.Name));
        xml.WriteElementString("mutable", spec.Mutable ? "True" : "False");
        xml.WriteElementString("input_type", EnumText<AttributeType>.ToText(spec.Type));
        xml.WriteElementString("default_value", spec.Default is { } value ? ExportAttributes.XmlText(ExportAttributes.Text(value)) : "");
        xml.WriteElementString("values", ExportAttributes.XmlText(spec.Type switch
        {
            AttributeType.Select => string.Join('\n', spec.Values!),
            AttributeType.Checkbox => "false\ntrue",
            AttributeType.Number => string.Create(CultureInfo.InvariantCulture, $"{spec.Min ?? -1e9}\n{spec.Max ?? 1e9}\n{spec.Step ?? 1}"),
            _ => "",
        }));
        xml.WriteEndElement();
    }

    private void Start(string name, ExportShape shape, (int Number, bool IsKeyframe, bool IsOutside)? frame, bool withGroup = true)
    {
        xml.WriteStartElement(name);
        if (frame is { } placed)
        {
            xml.WriteAttributeString("frame", placed.Number.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("keyframe", Flag(placed.IsKeyframe));
            xml.WriteAttributeString("outside", Flag(placed.IsOutside));
        }
        else
        {
            xml.WriteAttributeString("label", shape.Class.Key);
            xml.WriteAttributeString("source", "manual");
        }

        if (withGroup && frame is null && shape.Geometry is not TagGeometry)
        {
            Group(shape);
        }

        var isOccluded = ExportAttributes.Has(shape, "occluded");
        if (shape.Geometry is not TagGeometry || isOccluded)
        {
            xml.WriteAttributeString("occluded", Flag(isOccluded));
        }

        if (shape.Geometry is not TagGeometry || shape.ZOrder != 0)
        {
            xml.WriteAttributeString("z_order", shape.ZOrder.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void End(ExportShape shape)
    {
        if (shape is { Geometry: KeypointsGeometry keypoints, Class.Keypoints: var spec })
        {
            var points = keypoints.Points.Chunk(3).ToList();
            for (var i = 0; i < points.Count; i++)
            {
                xml.WriteStartElement("points");
                xml.WriteAttributeString("label", ExportAttributes.XmlText(spec?.Names.ElementAtOrDefault(i) ?? i.ToString(CultureInfo.InvariantCulture)));
                xml.WriteAttributeString("outside", Flag(points[i][2] == 0));
                xml.WriteAttributeString("occluded", Flag(points[i][2] == 1));
                xml.WriteAttributeString("points", Points(points[i][..2]));
                xml.WriteEndElement();
            }
        }

        foreach (var (name, value) in ExportAttributes.Of(shape).Where(item => item.Name is not ("occluded" or "outside")))
        {
            xml.WriteStartElement("attribute");
            xml.WriteAttributeString("name", ExportAttributes.XmlText(name));
            xml.WriteString(ExportAttributes.XmlText(ExportAttributes.Text(value)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void Mask(MaskCrop crop)
    {
        xml.WriteAttributeString("rle", string.Join(", ", crop.ToRowRuns()));
        Number("left", crop.Left);
        Number("top", crop.Top);
        Number("width", crop.Width);
        Number("height", crop.Height);
    }

    private void Number(string name, double value) => xml.WriteAttributeString(name, value == Math.Floor(value) && name is "left" or "top" or "width" or "height" ? ((int)value).ToString(CultureInfo.InvariantCulture) : Text(value));
}
