using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;

namespace Platform.Core.Interchange.Labelme;

/// <summary>
/// Reads labelme's shapes. Polygons of one label and group are one object. Points in a group with one box are that box's keypoints, as X-AnyLabeling
/// keeps them. Flags of the image are tags.
/// </summary>
internal static class LabelmeShapes
{
    public static IReadOnlyList<ImportedShape> Read(JsonElement root, JsonElement shapes, (int? Width, int? Height) image, string path, List<ImportProblem> problems)
    {
        var tagAttributes = root.Get("tag_attributes");
        var found = root.Get("flags") is { ValueKind: JsonValueKind.Object } flags
            ? flags.EnumerateObject().Where(flag => flag.Value.ValueKind == JsonValueKind.True)
                .Select(flag => new LabelmeShape(new ImportedShape(flag.Name, [TagGeometry.Instance], false, AttributesOf(tagAttributes?.Get(flag.Name), [])) { ZOrder = tagAttributes?.Get(flag.Name)?.Whole("z_order") ?? 0 }, null, false)).ToList()
            : [];
        var number = 0;
        foreach (var element in shapes.EnumerateArray())
        {
            number++;
            var place = $"{path}, shape {number}";
            try
            {
                if (ReadOne(element, image, place, problems) is { } shape)
                {
                    found.Add(shape);
                }
            }
            catch (Exception exception) when (exception is JsonException || JsonNumbers.IsMalformed(exception))
            {
                problems.Add(ProblemTexts.RowUnreadable.Because(place, exception));
            }
        }

        return Joined(found);
    }

    private static LabelmeShape? ReadOne(JsonElement element, (int? Width, int? Height) image, string place, List<ImportProblem> problems)
    {
        var label = element.Text("label")?.Trim();
        var type = element.Text("shape_type") ?? "polygon";
        if (string.IsNullOrEmpty(label))
        {
            problems.Add(ProblemTexts.ShapeWithoutLabel.At(place));
            return null;
        }

        if (Geometries(element, type, image) is not { } geometries)
        {
            problems.Add(ProblemTexts.NoCounterpart.At(place, type, label));
            return null;
        }

        var flags = element.Get("flags") is { ValueKind: JsonValueKind.Object } given ? given.EnumerateObject().Where(flag => flag.Value.ValueKind == JsonValueKind.True).Select(flag => (flag.Name, true)).ToList() : [];
        if (element.Get("difficult") is { ValueKind: JsonValueKind.True })
        {
            flags.Add(("difficult", true));
        }

        var shape = new ImportedShape(label, geometries, IsNormalized: false, AttributesOf(element.Get("attributes"), flags))
        {
            ZOrder = element.Whole("z_order") ?? 0,
            IsRotated = type is "oriented_rectangle" or "rotation",
        };
        var isOne = ShapeGroups.Has(shape.Attributes) && geometries[0] is not KeypointsGeometry && element.Get("part") is not { ValueKind: JsonValueKind.True };
        return new LabelmeShape(shape, isOne ? null : element.Get("group_id")?.GetRawText(), type == "point");
    }

    private static string? AttributesOf(JsonElement? attributes, IEnumerable<(string, bool)> flags)
    {
        var values = attributes is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given) : null;
        values?.Remove("z_order");
        return ShapeAttributes.Write(flags, values);
    }

    private static IReadOnlyList<ShapeGeometry>? Geometries(JsonElement element, string type, (int? Width, int? Height) image)
    {
        var points = JsonNumbers.Pairs(element.GetProperty("points"));
        switch (type)
        {
            case "rectangle" when points.Length == 4 || points.Length == 8:
                var keypoints = element.Get("keypoints") is { ValueKind: JsonValueKind.Array } own ? new KeypointsGeometry(JsonNumbers.Flat(own)) : null;
                var box = new PolylineGeometry(points).Bounds;
                return keypoints is null ? [box] : [keypoints, box];
            case "polygon" or "oriented_rectangle" or "rotation":
                return WithBounds(new PolygonGeometry([points]));
            case "circle" when points.Length == 4:
                var radius = Math.Sqrt(Math.Pow(points[2] - points[0], 2) + Math.Pow(points[3] - points[1], 2));
                return WithBounds(CurvedShapes.Ellipse(points[0], points[1], radius, radius, 0));
            case "line" or "linestrip":
                return [new PolylineGeometry(points)];
            case "point" or "points":
                return [new KeypointsGeometry([.. points.Chunk(2).SelectMany(point => new[] { point[0], point[1], 2 })])];
            case "mask":
                var png = IndexedPng.Read(Convert.FromBase64String(element.GetProperty("mask").GetString()!));
                var crop = new MaskCrop((int)Math.Floor(points[0]), (int)Math.Floor(points[1]), png.Width, png.Height, [.. png.Values.Select(value => value == 0 ? (byte)0 : (byte)1)]);
                var mask = crop.ToMask(image.Width ?? crop.Left + crop.Width, image.Height ?? crop.Top + crop.Height);
                return [mask, mask.Bounds];
            default:
                return null;
        }
    }

    private static IReadOnlyList<ShapeGeometry> WithBounds(PolygonGeometry polygon) => [polygon, polygon.Bounds];

    private static List<ImportedShape> Joined(List<LabelmeShape> found)
    {
        var joined = new List<ImportedShape>();
        var groups = new List<int>();
        var rings = new Dictionary<(string, string), int>();
        var boxes = found.Where(item => item is { Group: not null, Shape.Geometries: [BoxGeometry] or [KeypointsGeometry, BoxGeometry] }).GroupBy(item => item.Group!).Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single());
        foreach (var item in found)
        {
            if (item.IsPoint && item.Group is { } tied && boxes.ContainsKey(tied))
            {
                continue;
            }

            if (item is { Group: { } group, Shape.Geometries: [PolygonGeometry polygon, ..], Shape.IsRotated: false })
            {
                if (rings.TryGetValue((group, item.Shape.ClassName), out var place))
                {
                    var whole = new PolygonGeometry([.. ((PolygonGeometry)joined[place].Geometries[0]).Rings, .. polygon.Rings]);
                    joined[place] = joined[place] with { Geometries = [whole, whole.Bounds] };
                    continue;
                }

                rings[(group, item.Shape.ClassName)] = joined.Count;
            }

            var points = item.Group is { } own && boxes.GetValueOrDefault(own) == item ? found.Where(other => other.IsPoint && other.Group == own).ToList() : [];
            groups.Add(!item.IsPoint && int.TryParse(item.Group, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
            joined.Add(points.Count == 0 || item.Shape.Geometries[0] is KeypointsGeometry ? item.Shape : item.Shape with { Geometries = [Named(points), .. item.Shape.Geometries] });
        }

        return ShapeGroups.Marked(joined, groups);
    }

    private static NamedPoints Named(List<LabelmeShape> points) => new([.. points.Select(item =>
    {
        var point = ((KeypointsGeometry)item.Shape.Geometries[0]).Points;
        return new NamedPoint(item.Shape.ClassName, point[0], point[1], 2);
    })]);

    private sealed record LabelmeShape(ImportedShape Shape, string? Group, bool IsPoint);
}
