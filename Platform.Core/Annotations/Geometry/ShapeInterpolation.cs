namespace Platform.Core.Annotations.Geometry;

/// <summary>
/// The shape between two keyframes, linear in every coordinate. The canvas computes the same (Client/src/annotator/video/interpolation.ts), and both
/// are held to the values in Client/test/golden/tracks.json.
/// </summary>
public static class ShapeInterpolation
{
    /// <summary>
    /// Boxes, lines and polygons of equally many points, and keypoints move; masks and outlines whose points do not correspond hold the earlier shape.
    /// </summary>
    /// <param name="share">0 at <paramref name="from"/>, 1 at <paramref name="to"/>.</param>
    public static ShapeGeometry Between(ShapeGeometry from, ShapeGeometry to, double share) => (from, to) switch
    {
        (BoxGeometry a, BoxGeometry b) => new BoxGeometry(Mix(a.X, b.X, share), Mix(a.Y, b.Y, share), Mix(a.Width, b.Width, share), Mix(a.Height, b.Height, share)),
        (PolylineGeometry a, PolylineGeometry b) when a.Points.Count == b.Points.Count => new PolylineGeometry(Mix(a.Points, b.Points, share)),
        (PolygonGeometry a, PolygonGeometry b) when a.Rings.Select(ring => ring.Count).SequenceEqual(b.Rings.Select(ring => ring.Count)) =>
            new PolygonGeometry([.. a.Rings.Zip(b.Rings, (first, second) => Mix(first, second, share))]),
        (KeypointsGeometry a, KeypointsGeometry b) when a.Points.Count == b.Points.Count => new KeypointsGeometry(MixKeypoints(a.Points, b.Points, share)),
        _ => from,
    };

    private static double Mix(double from, double to, double share) => from + ((to - from) * share);

    private static double[] Mix(IReadOnlyList<double> from, IReadOnlyList<double> to, double share) => [.. from.Zip(to, (a, b) => Mix(a, b, share))];

    // A point is as visible as in the earlier keyframe; it moves only where both know its place.
    private static double[] MixKeypoints(IReadOnlyList<double> from, IReadOnlyList<double> to, double share) =>
    [
        .. from.Select((value, index) =>
        {
            var visibility = (index / 3 * 3) + 2;
            return index == visibility || from[visibility] == 0 || to[visibility] == 0 ? value : Mix(value, to[index], share);
        }),
    ];
}
