namespace Platform.Core.Annotations.Geometry;

/// <summary>
/// Fills polygons as cocoapi does (common/maskApi.c, rleFrPoly), so that areas and masks agree with other tools: the outline is walked at
/// five times the resolution, and a pixel column changes between inside and outside where the walk crosses its middle. Rings are filled
/// even-odd, so a ring inside another is a hole.
/// </summary>
public static class PolygonRaster
{
    private const double Upsampling = 5;

    public static MaskGeometry ToMask(PolygonGeometry polygon, int width, int height) => new(height, width, RunLengths.Encode(Counts(polygon, width, height)));

    public static IReadOnlyList<long> Counts(PolygonGeometry polygon, int width, int height)
    {
        // Places in column order at which the fill changes.
        var changes = new List<long>();
        foreach (var ring in polygon.Rings)
        {
            Walk(ring, width, height, changes);
        }

        changes.Sort();
        changes.Add((long)width * height);
        var counts = new List<long>(changes.Count);
        long before = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            var run = changes[i] - before;
            before = changes[i];
            if (run == 0 && i > 0)
            {
                // Two changes at one place cancel out: the run that they would end goes on.
                i++;
                if (i < changes.Count)
                {
                    counts[^1] += changes[i] - before;
                    before = changes[i];
                }
            }
            else
            {
                counts.Add(run);
            }
        }

        return counts;
    }

    private static void Walk(IReadOnlyList<double> ring, int width, int height, List<long> changes)
    {
        var points = ring.Count / 2;
        (int X, int Y)? previous = null;
        for (var i = 0; i < points; i++)
        {
            var (from, to) = (Corner(ring, i), Corner(ring, (i + 1) % points));
            foreach (var step in Line(from, to))
            {
                if (previous is { } last && last.X != step.X)
                {
                    Cross(last, step, width, height, changes);
                }

                previous = step;
            }
        }
    }

    private static (int X, int Y) Corner(IReadOnlyList<double> ring, int index) => ((int)((Upsampling * ring[2 * index]) + 0.5), (int)((Upsampling * ring[(2 * index) + 1]) + 0.5));

    private static IEnumerable<(int X, int Y)> Line((int X, int Y) from, (int X, int Y) to)
    {
        int dx = Math.Abs(to.X - from.X), dy = Math.Abs(to.Y - from.Y);
        var flip = dx >= dy ? from.X > to.X : from.Y > to.Y;
        var (start, end) = flip ? (to, from) : (from, to);
        var length = Math.Max(dx, dy);
        var slope = length == 0 ? 0 : dx >= dy ? (double)(end.Y - start.Y) / dx : (double)(end.X - start.X) / dy;
        for (var step = 0; step <= length; step++)
        {
            var t = flip ? length - step : step;
            yield return dx >= dy ? (start.X + t, (int)(start.Y + (slope * t) + 0.5)) : ((int)(start.X + (slope * t) + 0.5), start.Y + t);
        }
    }

    private static void Cross((int X, int Y) from, (int X, int Y) to, int width, int height, List<long> changes)
    {
        var x = ((to.X < from.X ? to.X : to.X - 1) + 0.5) / Upsampling - 0.5;
        if (Math.Floor(x) != x || x < 0 || x > width - 1)
        {
            return;
        }

        var y = Math.Ceiling(Math.Clamp(((Math.Min(to.Y, from.Y) + 0.5) / Upsampling) - 0.5, 0, height));
        changes.Add(((long)x * height) + (long)y);
    }
}
