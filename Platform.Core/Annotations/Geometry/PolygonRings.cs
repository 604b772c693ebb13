namespace Platform.Core.Annotations.Geometry;

/// <summary>What formats ask about the rings of a polygon, which is filled even-odd.</summary>
public static class PolygonRings
{
    /// <summary>Whether a ring lies inside another, which makes it a hole.</summary>
    public static bool HasHole(PolygonGeometry polygon) => polygon.Rings.Count > 1
        && polygon.Rings.Any(ring => polygon.Rings.Any(other => !ReferenceEquals(ring, other) && Contains(other, ring[0], ring[1])));

    /// <summary>The area inside the rings; exact where they do not overlap.</summary>
    public static double Area(PolygonGeometry polygon) => polygon.Rings.Sum(ring => Math.Abs(SignedArea(ring)));

    /// <summary>One ring of all rings, joined by bridges without width where they are nearest; filled even-odd or by winding it covers the same, holes included.</summary>
    public static IReadOnlyList<double> Joined(PolygonGeometry polygon)
    {
        var joined = polygon.Rings[0].ToList();
        var outer = SignedArea(joined);
        foreach (var ring in polygon.Rings.Skip(1))
        {
            // A hole runs against its outline, so that it stays a hole where tools fill by winding.
            var isHole = Contains(polygon.Rings[0], ring[0], ring[1]);
            var turned = SignedArea(ring) > 0 == outer > 0 == isHole ? Reversed(ring) : ring;
            var (at, from) = Nearest(joined, turned);
            var bridge = Enumerable.Range(0, (turned.Count / 2) + 1).Select(step => (from + step) % (turned.Count / 2)).SelectMany(index => new[] { turned[2 * index], turned[(2 * index) + 1] })
                .Concat([joined[2 * at], joined[(2 * at) + 1]]).ToList();
            joined.InsertRange(2 * (at + 1), bridge);
        }

        return joined;
    }

    private static (int At, int From) Nearest(List<double> joined, IReadOnlyList<double> ring)
    {
        var (best, at, from) = (double.PositiveInfinity, 0, 0);
        for (var i = 0; i < joined.Count / 2; i++)
        {
            for (var j = 0; j < ring.Count / 2; j++)
            {
                double dx = joined[2 * i] - ring[2 * j], dy = joined[(2 * i) + 1] - ring[(2 * j) + 1];
                if ((dx * dx) + (dy * dy) < best)
                {
                    (best, at, from) = ((dx * dx) + (dy * dy), i, j);
                }
            }
        }

        return (at, from);
    }

    private static double SignedArea(IReadOnlyList<double> ring)
    {
        double sum = 0;
        for (var i = 0; i < ring.Count; i += 2)
        {
            var next = (i + 2) % ring.Count;
            sum += (ring[i] * ring[next + 1]) - (ring[next] * ring[i + 1]);
        }

        return sum / 2;
    }

    private static bool Contains(IReadOnlyList<double> ring, double x, double y)
    {
        var inside = false;
        for (var i = 0; i < ring.Count; i += 2)
        {
            var next = (i + 2) % ring.Count;
            double y1 = ring[i + 1], y2 = ring[next + 1];
            if (y1 > y != y2 > y && x < ((ring[next] - ring[i]) * (y - y1) / (y2 - y1)) + ring[i])
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static List<double> Reversed(IReadOnlyList<double> ring) => [.. FlatPoints.Pairs(ring).Reverse().SelectMany(point => new[] { point.X, point.Y })];
}
