namespace Platform.Core.Annotations.Geometry;

/// <summary>
/// Cuts rings at the image's edges, one edge after the other (Sutherland and Hodgman, 1974). A concave ring that leaves and re-enters
/// stays one ring, joined along the edge.
/// </summary>
internal static class PolygonClip
{
    private const int MinimumPoints = 3;

    public static PolygonGeometry ToImage(PolygonGeometry polygon, int width, int height) =>
        new([.. polygon.Rings.Select(ring => ToImage(ring, width, height)).Where(ring => ring.Count >= 2 * MinimumPoints)]);

    private static IReadOnlyList<double> ToImage(IReadOnlyList<double> ring, int width, int height)
    {
        if (FlatPoints.Pairs(ring).All(point => point.X >= 0 && point.X <= width && point.Y >= 0 && point.Y <= height))
        {
            return ring;
        }

        var points = FlatPoints.Pairs(ring).ToList();
        points = Cut(points, point => point.X);
        points = Cut(points, point => width - point.X);
        points = Cut(points, point => point.Y);
        points = Cut(points, point => height - point.Y);
        return [.. points.SelectMany(point => new[] { point.X, point.Y })];
    }

    /// <param name="depth">Signed distance from the edge, positive inside.</param>
    private static List<(double X, double Y)> Cut(List<(double X, double Y)> points, Func<(double X, double Y), double> depth)
    {
        var kept = new List<(double X, double Y)>(points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            var (from, to) = (points[i == 0 ? points.Count - 1 : i - 1], points[i]);
            double before = depth(from), after = depth(to);
            if (before < 0 != after < 0)
            {
                var share = before / (before - after);
                kept.Add((from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y))));
            }

            if (after >= 0)
            {
                kept.Add(to);
            }
        }

        return kept;
    }
}
