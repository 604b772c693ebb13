using System.Globalization;
using Platform.Core.Shared;

namespace Platform.Core.Annotations.Geometry;

/// <summary>What makes a shape acceptable on an image, and how shapes are clipped to it.</summary>
public static class GeometryRules
{
    /// <summary>A shape may lie this many pixels outside and is clamped silently: rounding, or a pointer at the very edge.</summary>
    public const double EdgeTolerancePx = 2;

    /// <summary>Smallest width and height of a box.</summary>
    public const double MinimumSidePx = 0.5;

    private const int MaxPoints = 100_000;

    /// <summary>The shape inside the image, for shapes drawn by people: refuses what lies outside by more than the tolerance.</summary>
    public static ShapeGeometry Accept(ShapeGeometry geometry, int width, int height)
    {
        Check(geometry, width, height);
        var bounds = geometry.Bounds;
        if (geometry is not (TagGeometry or MaskGeometry)
            && (bounds.X < -EdgeTolerancePx || bounds.Y < -EdgeTolerancePx || bounds.Right > width + EdgeTolerancePx || bounds.Bottom > height + EdgeTolerancePx))
        {
            throw new DomainRuleException(
                "geometry.outside", $"The shape lies outside the image of {width}×{height} pixels. Move it inside.", width, height);
        }

        return Clip(geometry, width, height) ?? throw TooSmall();
    }

    /// <summary>The part of a shape inside the image, for imported and predicted shapes; null where nothing worth keeping is left.</summary>
    public static ShapeGeometry? Clip(ShapeGeometry geometry, int width, int height)
    {
        var clipped = geometry switch
        {
            BoxGeometry box => ClipBox(box, width, height),
            PolygonGeometry polygon => PolygonClip.ToImage(polygon, width, height),
            PolylineGeometry line => new PolylineGeometry(ClampPoints(line.Points, width, height)),
            KeypointsGeometry keypoints => new KeypointsGeometry(ClampKeypoints(keypoints.Points, width, height)),
            _ => geometry,
        };
        var bounds = clipped.Bounds;
        return clipped switch
        {
            BoxGeometry or PolygonGeometry or MaskGeometry when bounds.Width < MinimumSidePx || bounds.Height < MinimumSidePx => null,
            PolylineGeometry when Math.Max(bounds.Width, bounds.Height) < MinimumSidePx => null,
            KeypointsGeometry keypoints when !keypoints.Points.Chunk(3).Any(point => point[2] > 0) => null,
            _ => clipped,
        };
    }

    /// <summary>Refuses numbers that are not finite, point lists of a wrong length and masks of another size than the image.</summary>
    public static void Check(ShapeGeometry geometry, int width, int height)
    {
        switch (geometry)
        {
            case BoxGeometry box:
                Require(AllFinite([box.X, box.Y, box.Width, box.Height]), "finite", "its numbers must be finite");
                Require(box.Width >= MinimumSidePx && box.Height >= MinimumSidePx, "box_small", $"a box is at least {MinimumSidePx} pixels wide and high", MinimumSidePx);
                break;
            case PolygonGeometry polygon:
                Require(polygon.Rings.Count > 0 && polygon.Rings.All(ring => ring.Count >= 6 && ring.Count % 2 == 0), "ring_short", "every ring needs at least three points");
                Require(polygon.Rings.Sum(ring => ring.Count) <= 2 * MaxPoints, "too_many_points", $"a shape has at most {MaxPoints} points", MaxPoints);
                Require(polygon.Rings.All(AllFinite), "finite", "its numbers must be finite");
                break;
            case PolylineGeometry line:
                Require(line.Points.Count >= 4 && line.Points.Count % 2 == 0, "line_short", "a line needs at least two points");
                Require(line.Points.Count <= 2 * MaxPoints, "too_many_points", $"a shape has at most {MaxPoints} points", MaxPoints);
                Require(AllFinite(line.Points), "finite", "its numbers must be finite");
                break;
            case KeypointsGeometry keypoints:
                Require(keypoints.Points.Count >= 3 && keypoints.Points.Count % 3 == 0, "triples", "keypoints are triples of x, y and visibility");
                Require(AllFinite(keypoints.Points), "finite", "its numbers must be finite");
                Require(keypoints.Points.Chunk(3).All(point => point[2] is 0 or 1 or 2), "visibility", "visibility is 0, 1 or 2");
                break;
            case MaskGeometry mask:
                CheckMask(mask, width, height);
                break;
            default:
                break;
        }
    }

    private static void CheckMask(MaskGeometry mask, int width, int height)
    {
        Require(mask.Width == width && mask.Height == height, "mask_size", $"a mask must have the size of its image, {height}×{width} (height first)", height, width);
        try
        {
            var total = RunLengths.Decode(mask.Counts).Sum();
            Require(total == (long)width * height, "mask_runs", $"its runs must cover the image's {(long)width * height} pixels, not {total}", (long)width * height, total);
        }
        catch (FormatException exception)
        {
            Require(false, "mask_unreadable", exception.Message);
        }
    }

    private static BoxGeometry ClipBox(BoxGeometry box, int width, int height)
    {
        double left = Math.Clamp(box.X, 0, width), top = Math.Clamp(box.Y, 0, height);
        return new BoxGeometry(left, top, Math.Clamp(box.Right, 0, width) - left, Math.Clamp(box.Bottom, 0, height) - top);
    }

    // Clamping keeps the number and order of points, which keypoints need and which bends a line only at the image's edge.
    private static double[] ClampPoints(IReadOnlyList<double> flat, int width, int height) =>
        [.. flat.Select((value, index) => Math.Clamp(value, 0, index % 2 == 0 ? width : height))];

    private static double[] ClampKeypoints(IReadOnlyList<double> points, int width, int height) =>
        [.. points.Select((value, index) => (index % 3) switch { 0 => Math.Clamp(value, 0, width), 1 => Math.Clamp(value, 0, height), _ => value })];

    private static bool AllFinite(IReadOnlyList<double> numbers) => numbers.All(double.IsFinite);

    private static DomainRuleException TooSmall() => new(
        "geometry.too_small", $"The shape is smaller than {MinimumSidePx} pixels inside the image. Draw it larger or delete it.", MinimumSidePx);

    private static void Require(bool condition, string reason, string what, params object[] values)
    {
        if (!condition)
        {
            var why = new Reason($"geometry.{reason}", [.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)], what);
            throw new DomainRuleException("geometry.invalid", $"The shape cannot be kept: {what}.", why);
        }
    }
}
