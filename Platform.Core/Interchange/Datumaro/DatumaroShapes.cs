using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Annotations.Geometry;

namespace Platform.Core.Interchange.Datumaro;

/// <summary>Reads the annotations of an item. Parts of one group and label are one object: rings of a polygon, or a box with its mask.</summary>
internal static class DatumaroShapes
{
    public static IReadOnlyList<ImportedShape> Read(JsonElement? annotations, string place, DatumaroLabels labels, List<ImportProblem> problems)
    {
        if (annotations is not { ValueKind: JsonValueKind.Array } array)
        {
            return [];
        }

        var found = new List<(int Group, ImportedShape Shape)>();
        var number = 0;
        foreach (var annotation in array.EnumerateArray())
        {
            number++;
            try
            {
                if (ReadOne(annotation, labels, $"{place}, annotation {number}", out var why) is { } shape)
                {
                    var isOne = ShapeGroups.Has(shape.Attributes) && annotation.Get("part") is not { ValueKind: JsonValueKind.True };
                    found.Add((isOne ? 0 : annotation.Whole("group") ?? 0, shape));
                }
                else
                {
                    problems.Add(why!);
                }
            }
            catch (Exception exception) when (JsonNumbers.IsMalformed(exception))
            {
                problems.Add(ProblemTexts.RowUnreadable.Because($"{place}, annotation {number}", exception));
            }
        }

        return Joined(found);
    }

    // Only drawn shapes are parts of an object; tags that share a group are tags still.
    private static List<ImportedShape> Joined(List<(int Group, ImportedShape Shape)> found)
    {
        var joined = new List<ImportedShape>();
        var groups = new List<int>();
        var places = new Dictionary<(int, string), int>();
        foreach (var (group, shape) in found)
        {
            if (group == 0 || shape.Geometries[0] is TagGeometry || !places.TryGetValue((group, shape.ClassName), out var place) || !AreParts(joined[place], shape))
            {
                if (group != 0 && shape.Geometries[0] is not TagGeometry)
                {
                    places[(group, shape.ClassName)] = joined.Count;
                }

                joined.Add(shape);
                groups.Add(shape.Geometries[0] is TagGeometry ? 0 : group);
            }
            else
            {
                joined[place] = Together(joined[place], shape);
            }
        }

        return ShapeGroups.Marked(joined, groups);
    }

    // Rings of a polygon, or different views of one object. Two boxes are two objects.
    private static bool AreParts(ImportedShape one, ImportedShape other) => other.Geometries[0] is PolygonGeometry || one.Geometries.All(geometry => geometry.Type != other.Geometries[0].Type)
        || (other.Geometries[0] is BoxGeometry && one.Geometries is [not BoxGeometry, ..]);

    private static ImportedShape Together(ImportedShape one, ImportedShape other)
    {
        var polygons = one.Geometries.Concat(other.Geometries).OfType<PolygonGeometry>().SelectMany(polygon => polygon.Rings).ToList();
        var others = one.Geometries.Concat(other.Geometries).Where(geometry => geometry is not (PolygonGeometry or BoxGeometry)).DistinctBy(geometry => geometry.Type);
        ShapeGeometry[] outline = polygons.Count == 0 ? [] : [new PolygonGeometry(polygons)];
        IReadOnlyList<ShapeGeometry> drawn = [.. others, .. outline];
        var box = one.Geometries.Concat(other.Geometries).OfType<BoxGeometry>().FirstOrDefault();
        var bounds = polygons.Count > 0 ? outline[0].Bounds : box;
        return one with { Geometries = bounds is null ? drawn : [.. drawn, bounds], Attributes = one.Attributes ?? other.Attributes };
    }

    private static ImportedShape? ReadOne(JsonElement annotation, DatumaroLabels labels, string place, out ImportProblem? why)
    {
        var type = annotation.Text("type") ?? "";
        if (labels.Find(annotation.Whole("label_id")) is not { } name)
        {
            why = ProblemTexts.UnknownLabel.At(place, type, annotation.Get("label_id")?.GetRawText() ?? "–");
            return null;
        }

        why = null;
        var geometries = Geometries(annotation, type, labels);
        if (geometries is null)
        {
            why = ProblemTexts.NoCounterpart.At(place, type, name);
            return null;
        }

        var values = annotation.Get("attributes") is { ValueKind: JsonValueKind.Object } attributes ? JsonObject.Create(attributes) : null;
        return new ImportedShape(name, geometries, IsNormalized: false, ShapeAttributes.Write([], values)) { ZOrder = annotation.Whole("z_order") ?? 0 };
    }

    private static IReadOnlyList<ShapeGeometry>? Geometries(JsonElement annotation, string type, DatumaroLabels labels)
    {
        switch (type)
        {
            case "label":
                return [TagGeometry.Instance];
            case "bbox":
                var box = JsonNumbers.Flat(annotation.GetProperty("bbox"));
                return [new BoxGeometry(box[0], box[1], box[2], box[3])];
            case "polygon":
                var polygon = new PolygonGeometry([JsonNumbers.Flat(annotation.GetProperty("points"))]);
                return [polygon, polygon.Bounds];
            case "polyline":
                return [new PolylineGeometry(JsonNumbers.Flat(annotation.GetProperty("points")))];
            case "points":
                var points = Points(annotation);
                return [points, points.Bounds];
            case "skeleton":
                var elements = annotation.GetProperty("elements").EnumerateArray().Select(element => ToNamed(element, labels));
                var skeleton = new NamedPoints([.. elements]);
                return [skeleton, skeleton.Bounds];
            case "mask":
                var rle = annotation.GetProperty("rle");
                var mask = ToMask(rle.GetProperty("size")[0].GetInt32(), rle.GetProperty("size")[1].GetInt32(), rle.GetProperty("counts"));
                return [mask, mask.Bounds];
            case "ellipse":
                // Its corners: left, top, right, bottom.
                var corners = JsonNumbers.Flat(annotation.GetProperty("points"));
                var ellipse = CurvedShapes.Ellipse((corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2, (corners[2] - corners[0]) / 2, (corners[3] - corners[1]) / 2, 0);
                return [ellipse, ellipse.Bounds];
            default:
                return null;
        }
    }

    private static KeypointsGeometry Points(JsonElement annotation)
    {
        var flat = JsonNumbers.Flat(annotation.GetProperty("points"));
        var visibility = annotation.Get("visibility") is { ValueKind: JsonValueKind.Array } given ? JsonNumbers.Flat(given) : [];
        return new KeypointsGeometry([.. flat.Chunk(2).SelectMany((point, index) => new[] { point[0], point[1], index < visibility.Length ? visibility[index] : 2 })]);
    }

    private static NamedPoint ToNamed(JsonElement element, DatumaroLabels labels)
    {
        var point = Points(element).Points;
        return new NamedPoint(labels.Find(element.Whole("label_id")) ?? "", point[0], point[1], (int)point[2]);
    }

    // Runs that do not reach the end of the image are filled up with background.
    private static MaskGeometry ToMask(int height, int width, JsonElement counts)
    {
        var runs = (counts.ValueKind == JsonValueKind.String ? RunLengths.Decode(counts.GetString()!) : [.. counts.EnumerateArray().Select(count => count.GetInt64())]).ToList();
        var missing = ((long)height * width) - runs.Sum();
        if (missing > 0 && runs.Count % 2 == 1)
        {
            runs[^1] += missing;
        }
        else if (missing > 0)
        {
            runs.Add(missing);
        }

        return new MaskGeometry(height, width, RunLengths.Encode(runs));
    }
}
