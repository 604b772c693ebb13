using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Ontologies.Migration;

/// <summary>Which shapes can become which, and how. Only what has one obvious answer: nothing guesses an outline.</summary>
public static class ShapeConversion
{
    /// <summary>Whether shapes of one class can stand under another at all, converted if need be.</summary>
    internal static bool Fits(LabelClass source, LabelClass target) => !IsNeeded(source, target) || CanConvert(source.ShapeType, target.ShapeType);

    /// <summary>Whether shapes of one class cannot stand under another as they are.</summary>
    public static bool IsNeeded(ShapeType? from, string? fromSkeleton, ShapeType? to, string? toSkeleton) =>
        from != to || (from == ShapeType.Keypoints && !SamePoints(PointsOf(fromSkeleton), PointsOf(toSkeleton)));

    internal static bool IsNeeded(LabelClass source, LabelClass target) => IsNeeded(source.ShapeType, source.KeypointSpec, target.ShapeType, target.KeypointSpec);

    public static bool CanConvert(ShapeType? from, ShapeType? to) => (from, to) switch
    {
        (ShapeType.Polygon or ShapeType.Mask or ShapeType.Polyline or ShapeType.Keypoints, ShapeType.Bbox) => true,
        (ShapeType.Bbox, ShapeType.Polygon) => true,
        (ShapeType.Keypoints, ShapeType.Keypoints) => true,
        _ => false,
    };

    /// <returns>Null where nothing is left, such as the box of an empty mask.</returns>
    internal static ShapeGeometry? Convert(ShapeGeometry shape, LabelClass source, LabelClass target, int widthPx, int heightPx)
    {
        var converted = (shape, target.ShapeType) switch
        {
            (KeypointsGeometry keypoints, ShapeType.Keypoints) => ByName(keypoints, PointsOf(source.KeypointSpec), PointsOf(target.KeypointSpec)),
            (BoxGeometry box, ShapeType.Polygon) => new PolygonGeometry([[box.X, box.Y, box.Right, box.Y, box.Right, box.Bottom, box.X, box.Bottom]]),
            (not BoxGeometry, ShapeType.Bbox) => Box(shape.Bounds),
            _ => shape,
        };
        return converted.Type == target.ShapeType ? GeometryRules.Clip(converted, widthPx, heightPx) : null;
    }

    /// <summary>Square pixels that a shape covers; of what has no area, those of its box.</summary>
    internal static double AreaPx(ShapeGeometry shape) => shape switch
    {
        PolygonGeometry polygon => polygon.Rings.Sum(RingArea),
        MaskGeometry mask => RunLengths.Area(RunLengths.Decode(mask.Counts)),
        _ => shape.Bounds.Width * shape.Bounds.Height,
    };

    // A line that runs straight along an axis has a box all the same.
    private static BoxGeometry Box(BoxGeometry bounds) => bounds.Width <= 0 && bounds.Height <= 0
        ? bounds
        : bounds with { Width = Math.Max(bounds.Width, 2 * GeometryRules.MinimumSidePx), Height = Math.Max(bounds.Height, 2 * GeometryRules.MinimumSidePx) };

    // Points go where their names went; what the new skeleton has beyond them is absent.
    private static KeypointsGeometry ByName(KeypointsGeometry shape, IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        var points = shape.Points.Chunk(3).ToList();
        return new KeypointsGeometry([.. to.SelectMany(name =>
        {
            var place = from.TakeWhile(other => !string.Equals(other, name, StringComparison.OrdinalIgnoreCase)).Count();
            return place < points.Count ? points[place] : [0, 0, 0];
        })]);
    }

    private static IReadOnlyList<string> PointsOf(string? skeleton) => skeleton is { } spec ? KeypointSpec.Parse(spec).Names : [];

    private static bool SamePoints(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.SequenceEqual(other, StringComparer.OrdinalIgnoreCase);

    private static double RingArea(IReadOnlyList<double> ring)
    {
        double twice = 0;
        for (var i = 0; i + 1 < ring.Count; i += 2)
        {
            var next = (i + 2) % ring.Count;
            twice += (ring[i] * ring[next + 1]) - (ring[next] * ring[i + 1]);
        }

        return Math.Abs(twice) / 2;
    }
}
