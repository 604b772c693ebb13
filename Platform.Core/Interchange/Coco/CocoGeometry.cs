using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Annotations.Geometry;

namespace Platform.Core.Interchange.Coco;

/// <summary>Reads the shapes and flags of a COCO annotation.</summary>
internal static class CocoGeometry
{
    private const int MinimumRingNumbers = 6;

    /// <summary>Mask or polygon, keypoints, box: what the annotation has, in this order. A polygon with holes, which COCO has no form for, stands as our own
    /// <c>rings</c> beside its mask. Empty where it has nothing with an area.</summary>
    /// <param name="failure">Set where something could not be read.</param>
    public static IReadOnlyList<ShapeGeometry> Read(JsonElement annotation, out Exception? failure)
    {
        failure = null;
        var found = new List<ShapeGeometry>();
        try
        {
            if (annotation.TryGetProperty("rings", out var rings) && rings.ValueKind == JsonValueKind.Array)
            {
                found.Add(new PolygonGeometry([.. rings.EnumerateArray().Select(Numbers)]));
            }

            if (annotation.TryGetProperty("segmentation", out var segmentation) && ReadSegmentation(segmentation) is { } shape)
            {
                found.Add(shape);
            }

            if (annotation.TryGetProperty("keypoints", out var keypoints) && keypoints.ValueKind == JsonValueKind.Array && ReadKeypoints(keypoints) is { } points)
            {
                found.Add(points);
            }
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            failure = exception;
        }

        if (ReadBox(annotation) is { } box)
        {
            found.Add(box);
        }
        else if (found.Count > 0 && found[0].Bounds is { Width: > 0, Height: > 0 } bounds)
        {
            found.Add(bounds);
        }

        return found;
    }

    public static bool IsCrowd(JsonElement annotation) => annotation.TryGetProperty("iscrowd", out var flag) && flag.ValueKind == JsonValueKind.Number && flag.GetDouble() == 1;

    public static string? Attributes(JsonElement annotation)
    {
        var values = annotation.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object ? JsonObject.Create(attributes) : null;
        return ShapeAttributes.Write([("crowd", IsCrowd(annotation))], values);
    }

    private static BoxGeometry? ReadBox(JsonElement annotation)
    {
        if (!annotation.TryGetProperty("bbox", out var box) || box.ValueKind != JsonValueKind.Array || box.GetArrayLength() != 4)
        {
            return null;
        }

        var numbers = Numbers(box);
        return numbers.All(double.IsFinite) && numbers[2] > 0 && numbers[3] > 0 ? new BoxGeometry(numbers[0], numbers[1], numbers[2], numbers[3]) : null;
    }

    // An array holds polygons, all of one object; an object holds run lengths, as numbers or as text, and its size height first.
    private static ShapeGeometry? ReadSegmentation(JsonElement segmentation)
    {
        if (segmentation.ValueKind == JsonValueKind.Array)
        {
            var rings = segmentation.EnumerateArray().Where(ring => ring.ValueKind == JsonValueKind.Array).Select(Numbers)
                .Where(ring => ring.Length >= MinimumRingNumbers && ring.Length % 2 == 0).ToList();
            return rings.Count == 0 ? null : new PolygonGeometry([.. rings]);
        }

        if (segmentation.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var size = segmentation.GetProperty("size");
        var counts = segmentation.GetProperty("counts");
        var text = counts.ValueKind == JsonValueKind.String ? counts.GetString()! : RunLengths.Encode([.. counts.EnumerateArray().Select(count => count.GetInt64())]);
        _ = RunLengths.Decode(text);
        return new MaskGeometry(size[0].GetInt32(), size[1].GetInt32(), text);
    }

    private static KeypointsGeometry? ReadKeypoints(JsonElement keypoints)
    {
        var numbers = Numbers(keypoints);
        return numbers.Length >= 3 && numbers.Length % 3 == 0 && numbers.Chunk(3).Any(point => point[2] > 0) ? new KeypointsGeometry(numbers) : null;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
