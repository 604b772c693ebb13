using Platform.Core.Annotations.Geometry;

namespace Platform.Training.Data;

/// <summary>
/// The pixels of one object on an image, as spans of COCO's column-major order (pixel (x, y) has the position x * height + y): small for
/// large objects, and overlaps are counted exactly. Immutable.
/// </summary>
public sealed class PixelMask
{
    private readonly long[] _starts;
    private readonly long[] _ends;

    private PixelMask(int width, int height, List<(long Start, long End)> spans)
    {
        (Width, Height) = (width, height);
        _starts = [.. spans.Select(span => span.Start)];
        _ends = [.. spans.Select(span => span.End)];
        Area = spans.Sum(span => span.End - span.Start);
    }

    /// <summary>Of the image.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels of the object.</summary>
    public long Area { get; }

    /// <summary>Tightly around the pixels; empty where there are none.</summary>
    public PixelBox Bounds
    {
        get
        {
            var bounds = RunLengths.Bounds(Counts(), Height);
            return new PixelBox((float)bounds.X, (float)bounds.Y, (float)bounds.Right, (float)bounds.Bottom);
        }
    }

    /// <summary>A stored mask as it is; a polygon by the pixels whose centre lies inside (even-odd, so rings inside rings are holes).</summary>
    public static PixelMask Of(ShapeGeometry geometry, int width, int height) => geometry switch
    {
        MaskGeometry mask => FromRuns(RunLengths.Decode(mask.Counts), mask.Width, mask.Height),
        PolygonGeometry polygon => FromRings(polygon.Rings, width, height),
        _ => throw new ArgumentException($"A {geometry.GetType().Name} covers no pixels.", nameof(geometry)),
    };

    /// <param name="counts">Runs of background and object in turn, background first.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="height">Of the image.</param>
    public static PixelMask FromRuns(IReadOnlyList<long> counts, int width, int height)
    {
        var spans = new List<(long, long)>();
        var position = 0L;
        for (var i = 0; i < counts.Count; position += counts[i], i++)
        {
            if (i % 2 == 1 && counts[i] > 0)
            {
                Append(spans, position, position + counts[i]);
            }
        }

        return new PixelMask(width, height, spans);
    }

    /// <summary>The pixels of a box for which a test holds.</summary>
    /// <param name="box">Clipped to the image.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="height">Of the image.</param>
    /// <param name="isInside">Given column and row.</param>
    public static PixelMask FromTest(PixelBox box, int width, int height, Func<int, int, bool> isInside)
    {
        var clipped = box.ClippedTo(width, height);
        var (left, top, right, bottom) = ((int)MathF.Floor(clipped.Left), (int)MathF.Floor(clipped.Top), (int)MathF.Ceiling(clipped.Right), (int)MathF.Ceiling(clipped.Bottom));
        var spans = new List<(long, long)>();
        for (var x = left; x < right; x++)
        {
            for (var y = top; y < bottom; y++)
            {
                if (isInside(x, y))
                {
                    Append(spans, ((long)x * height) + y, ((long)x * height) + y + 1);
                }
            }
        }

        return new PixelMask(width, height, spans);
    }

    /// <summary>Whether the pixel that holds a position belongs to the object; outside of the image none does.</summary>
    public bool Contains(double x, double y)
    {
        if (!(x >= 0 && y >= 0 && x < Width && y < Height))
        {
            return false;
        }

        var position = ((long)x * Height) + (long)y;
        var at = Array.BinarySearch(_starts, position);
        at = at >= 0 ? at : ~at - 1;
        return at >= 0 && position < _ends[at];
    }

    /// <summary>Pixels that belong to both.</summary>
    public long IntersectionArea(PixelMask other)
    {
        var (i, j, sum) = (0, 0, 0L);
        while (i < _starts.Length && j < other._starts.Length)
        {
            sum += Math.Max(0, Math.Min(_ends[i], other._ends[j]) - Math.Max(_starts[i], other._starts[j]));
            (i, j) = _ends[i] < other._ends[j] ? (i + 1, j) : (i, j + 1);
        }

        return sum;
    }

    /// <summary>Runs of background and object in turn, background first, over the whole image.</summary>
    public IReadOnlyList<long> Counts()
    {
        var counts = new List<long>();
        var position = 0L;
        for (var i = 0; i < _starts.Length; i++)
        {
            counts.Add(_starts[i] - position);
            counts.Add(_ends[i] - _starts[i]);
            position = _ends[i];
        }

        if (position < (long)Width * Height)
        {
            counts.Add(((long)Width * Height) - position);
        }

        return counts;
    }

    private static PixelMask FromRings(IReadOnlyList<IReadOnlyList<double>> rings, int width, int height)
    {
        var bounds = new PolygonGeometry(rings).Bounds;
        var spans = new List<(long, long)>();
        var crossings = new List<double>();
        for (var x = Math.Max(0, (int)Math.Floor(bounds.X)); x < Math.Min(width, (int)Math.Ceiling(bounds.Right)); x++)
        {
            crossings.Clear();
            foreach (var ring in rings)
            {
                AddCrossings(ring, x + 0.5, crossings);
            }

            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                // Rows whose centre lies between the two.
                var start = Math.Clamp((long)Math.Ceiling(crossings[i] - 0.5), 0, height);
                var end = Math.Clamp((long)Math.Ceiling(crossings[i + 1] - 0.5), 0, height);
                if (start < end)
                {
                    Append(spans, ((long)x * height) + start, ((long)x * height) + end);
                }
            }
        }

        return new PixelMask(width, height, spans);
    }

    // Where the ring's edges cross a vertical line; an edge counts its left end and not its right one, so corners count once.
    private static void AddCrossings(IReadOnlyList<double> ring, double x, List<double> crossings)
    {
        var points = ring.Count / 2;
        for (var i = 0; i < points; i++)
        {
            var next = (i + 1) % points;
            var (x1, y1, x2, y2) = (ring[2 * i], ring[(2 * i) + 1], ring[2 * next], ring[(2 * next) + 1]);
            if ((x1 <= x) != (x2 <= x))
            {
                crossings.Add(y1 + ((x - x1) / (x2 - x1) * (y2 - y1)));
            }
        }
    }

    private static void Append(List<(long Start, long End)> spans, long start, long end)
    {
        if (spans.Count > 0 && spans[^1].End == start)
        {
            spans[^1] = (spans[^1].Start, end);
        }
        else
        {
            spans.Add((start, end));
        }
    }
}
