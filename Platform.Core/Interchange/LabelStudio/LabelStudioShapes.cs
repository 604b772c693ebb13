using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.LabelStudio;

/// <summary>Reads the regions of an annotation. Coordinates are percent of the image; keypoints belong to the region that they name as their parent.</summary>
internal static class LabelStudioShapes
{
    public static IReadOnlyList<ImportedShape> Read(JsonElement results, string place, List<ImportProblem> problems, out (int? Width, int? Height) size)
    {
        size = (null, null);
        var labels = results.EnumerateArray().Where(region => region.Text("id") is not null && LabelOf(region) is not null)
            .GroupBy(region => region.Text("id")!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => LabelOf(group.First())!, StringComparer.Ordinal);
        var found = new List<ImportedShape>();
        var points = new List<(string? Parent, NamedPoint Point)>();
        foreach (var region in results.EnumerateArray())
        {
            try
            {
                size = (size.Width ?? region.Whole("original_width"), size.Height ?? region.Whole("original_height"));
                ReadRegion(region, labels, found, points, place, problems);
            }
            catch (Exception exception) when (exception is JsonException || JsonNumbers.IsMalformed(exception))
            {
                problems.Add(ProblemTexts.RowUnreadable.Because(place, exception));
            }
        }

        return WithPoints(found, points);
    }

    private static void ReadRegion(
        JsonElement region, Dictionary<string, string> labels, List<ImportedShape> found, List<(string? Parent, NamedPoint Point)> points, string place, List<ImportProblem> problems)
    {
        var type = region.Text("type") ?? "";
        if (region.Get("value") is not { } value)
        {
            return;
        }

        if (type == "choices")
        {
            found.AddRange(value.Get("choices") is { ValueKind: JsonValueKind.Array } chosen
                ? chosen.EnumerateArray().Select(choice => new ImportedShape(choice.GetString()!.Trim(), [TagGeometry.Instance], IsNormalized: true, Attributes: null))
                : []);
            return;
        }

        // Where labels are a control of their own, shape and label are two results of one id.
        if (type == "labels")
        {
            return;
        }

        if ((LabelOf(region) ?? (region.Text("id") is { } shared ? labels.GetValueOrDefault(shared) : null)) is not { } label)
        {
            problems.Add(ProblemTexts.ShapeWithoutLabel.At(place));
            return;
        }

        if (type.StartsWith("keypoint", StringComparison.Ordinal))
        {
            points.Add((region.Text("parentID"), new NamedPoint(label, Share(value, "x"), Share(value, "y"), 2)));
        }
        else if (Geometries(region, value, type) is { } geometries)
        {
            var isMask = geometries[0] is MaskGeometry;
            found.Add(new ImportedShape(label, geometries, IsNormalized: !isMask, Attributes: null)
            {
                SourceId = region.Text("id"), IsRotated = type.StartsWith("rectangle", StringComparison.Ordinal) && (value.Number("rotation") ?? 0) % 360 != 0,
            });
        }
        else
        {
            problems.Add(ProblemTexts.NoCounterpart.At(place, type, label));
        }
    }

    private static IReadOnlyList<ShapeGeometry>? Geometries(JsonElement region, JsonElement value, string type)
    {
        if (type.StartsWith("rectangle", StringComparison.Ordinal))
        {
            var box = new BoxGeometry(Share(value, "x"), Share(value, "y"), Share(value, "width"), Share(value, "height"));
            var degrees = value.Number("rotation") ?? 0;
            return degrees % 360 == 0 ? [box] : WithBounds(InPixels(region, (width, height) => CurvedShapes.TurnedAboutCorner((BoxGeometry)box.Scale(width, height), degrees)));
        }

        if (type.StartsWith("polygon", StringComparison.Ordinal))
        {
            return WithBounds(new PolygonGeometry([[.. JsonNumbers.Pairs(value.GetProperty("points")).Select(percent => percent / 100)]]));
        }

        if (type.StartsWith("ellipse", StringComparison.Ordinal))
        {
            return WithBounds(InPixels(region, (width, height) => CurvedShapes.Ellipse(
                Share(value, "x") * width, Share(value, "y") * height, Share(value, "radiusX") * width, Share(value, "radiusY") * height, value.Number("rotation") ?? 0)));
        }

        return type.StartsWith("brush", StringComparison.Ordinal) && value.Text("format") == "rle" ? Brush(region, value) : null;
    }

    // Turning happens on the picture, whose sides differ; the result is a share again.
    private static PolygonGeometry InPixels(JsonElement region, Func<double, double, PolygonGeometry> draw)
    {
        double width = region.Number("original_width") ?? 100, height = region.Number("original_height") ?? 100;
        return (PolygonGeometry)draw(width, height).Scale(1 / width, 1 / height);
    }

    private static IReadOnlyList<ShapeGeometry> Brush(JsonElement region, JsonElement value)
    {
        int width = region.GetProperty("original_width").GetInt32(), height = region.GetProperty("original_height").GetInt32();
        var pixels = BrushRuns.Decode([.. value.GetProperty("rle").EnumerateArray().Select(number => number.GetByte())]);
        if (pixels.Length != (long)width * height)
        {
            throw new MalformedException("malformed.brush_size", $"the brush covers {pixels.Length} pixels, the image has {width}×{height}.", $"{pixels.Length}", $"{width}", $"{height}");
        }

        var mask = new MaskCrop(0, 0, width, height, pixels).ToMask(width, height);
        return [mask, mask.Bounds];
    }

    private static IReadOnlyList<ShapeGeometry> WithBounds(PolygonGeometry polygon) => [polygon, polygon.Bounds];

    private static List<ImportedShape> WithPoints(List<ImportedShape> found, List<(string? Parent, NamedPoint Point)> points)
    {
        foreach (var group in points.GroupBy(item => item.Parent))
        {
            var place = group.Key is null ? -1 : found.FindIndex(shape => shape.SourceId == group.Key);
            if (place >= 0)
            {
                found[place] = found[place] with { Geometries = [new NamedPoints([.. group.Select(item => item.Point)]), .. found[place].Geometries] };
            }
            else
            {
                found.AddRange(group.Select(item => new ImportedShape(item.Point.Name, [new KeypointsGeometry([item.Point.X, item.Point.Y, 2])], IsNormalized: true, Attributes: null)));
            }
        }

        return found;
    }

    // Sample: {"rectanglelabels":["cell"],"x":…}; the key tells the kind, the value is the label.
    private static string? LabelOf(JsonElement region) => region.Get("value") is { ValueKind: JsonValueKind.Object } value
        ? value.EnumerateObject().Where(property => property.Name.EndsWith("labels", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > 0)
            .Select(property => property.Value[0].GetString()?.Trim()).FirstOrDefault(text => !string.IsNullOrEmpty(text))
        : null;

    private static double Share(JsonElement value, string name) => value.GetProperty(name).GetDouble() / 100;
}
