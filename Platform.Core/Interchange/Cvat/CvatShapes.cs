using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Cvat;

/// <summary>Reads CVAT's shape elements, of images and of tracks.</summary>
internal sealed class CvatShapes(CvatLabels labels)
{
    public static bool IsShape(XElement element) =>
        element.Name.LocalName is "box" or "polygon" or "polyline" or "points" or "ellipse" or "cuboid" or "mask" or "skeleton" or "tag";

    /// <param name="label">The label of the shape, or of the track that it belongs to.</param>
    /// <param name="why">Set where nothing can be read.</param>
    public ImportedShape? Read(XElement element, string label, (int? Width, int? Height) image, out ImportProblem? why, string place)
    {
        why = null;
        try
        {
            if (label.Length == 0)
            {
                throw new MalformedException("malformed.no_label", "it has no label.");
            }

            var rotation = Number(element, "rotation", 0);
            if (Geometries(element, image, rotation) is not { } geometries)
            {
                why = ProblemTexts.NoCounterpart.At(place, element.Name.LocalName, label);
                return null;
            }

            return new ImportedShape(label, geometries, IsNormalized: false, ShapeGroups.With(Attributes(element, label), GroupOf(element)))
            {
                ZOrder = XmlFile.Whole((string?)element.Attribute("z_order")) ?? 0,
                IsRotated = rotation % 360 != 0 && element.Name.LocalName == "box",
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            why = ProblemTexts.ShapeUnreadable.Because(place, exception, element.Name.LocalName, label);
            return null;
        }
    }

    private static IReadOnlyList<ShapeGeometry>? Geometries(XElement element, (int? Width, int? Height) image, double rotation)
    {
        switch (element.Name.LocalName)
        {
            case "tag":
                return [TagGeometry.Instance];
            case "box":
                double left = Number(element, "xtl"), top = Number(element, "ytl");
                var box = new BoxGeometry(left, top, Number(element, "xbr") - left, Number(element, "ybr") - top);
                return rotation % 360 == 0 ? [box] : WithBounds(CurvedShapes.TurnedBox(box, rotation));
            case "polygon":
                return WithBounds(new PolygonGeometry([Points(element)]));
            case "polyline":
                return [new PolylineGeometry(Points(element))];
            case "points":
                return [new KeypointsGeometry([.. Points(element).Chunk(2).SelectMany(point => new[] { point[0], point[1], 2 })])];
            case "ellipse":
                return WithBounds(CurvedShapes.Ellipse(Number(element, "cx"), Number(element, "cy"), Number(element, "rx"), Number(element, "ry"), rotation));
            case "mask":
                var crop = MaskCrop.OfRowRuns(
                    (int)Number(element, "left"), (int)Number(element, "top"), (int)Number(element, "width"), (int)Number(element, "height"),
                    ((string?)element.Attribute("rle") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(run => long.Parse(run, NumberStyles.Integer, CultureInfo.InvariantCulture)));
                var mask = crop.ToMask(image.Width ?? crop.Left + crop.Width, image.Height ?? crop.Top + crop.Height);
                return [mask, mask.Bounds];
            case "skeleton":
                var points = new NamedPoints([.. element.Elements("points").Select(ToPoint)]);
                return [points, points.Bounds];
            default:
                return null;
        }
    }

    // A point out of sight is absent here, one that is covered is hidden.
    private static NamedPoint ToPoint(XElement element)
    {
        var point = Points(element);
        return new NamedPoint(
            (string?)element.Attribute("label") ?? "", point[0], point[1],
            XmlFile.Flag((string?)element.Attribute("outside")) ? 0 : XmlFile.Flag((string?)element.Attribute("occluded")) ? 1 : 2);
    }

    /// <summary>Of a shape or a track; 0 for none.</summary>
    public static int GroupOf(XElement element) => XmlFile.Whole((string?)element.Attribute("group_id")) is > 0 and var group ? group : 0;

    private static IReadOnlyList<ShapeGeometry> WithBounds(PolygonGeometry polygon) => [polygon, polygon.Bounds];

    // Sample: points="1.00,2.50;3.00,4.00".
    private static double[] Points(XElement element)
    {
        var numbers = ((string?)element.Attribute("points") ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => XmlFile.Number(text) ?? throw new MalformedException("malformed.not_a_number", $"“{text}” is not a number.", text)).ToArray();
        return numbers.Length >= 2 && numbers.Length % 2 == 0 ? numbers : throw new MalformedException("malformed.pairs", "its points are not pairs of numbers.");
    }

    private static double Number(XElement element, string name, double? missing = null) =>
        XmlFile.Number((string?)element.Attribute(name)) ?? (element.Attribute(name) is null ? missing : null) ?? throw new MalformedException("malformed.number_missing", $"“{name}” is missing or not a number.", name);

    private string? Attributes(XElement element, string label)
    {
        var values = element.Elements("attribute").Select(attribute => (Name: ((string?)attribute.Attribute("name") ?? "").Trim(), Text: attribute.Value))
            .Where(attribute => attribute.Name.Length > 0)
            .Select(attribute => new KeyValuePair<string, JsonNode?>(attribute.Name, labels.Value(label, attribute.Name, attribute.Text)));
        return ShapeAttributes.Write([("occluded", XmlFile.Flag((string?)element.Attribute("occluded"))), ("outside", XmlFile.Flag((string?)element.Attribute("outside")))], values);
    }
}
