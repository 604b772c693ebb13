namespace SmartBench;

/// <summary>Requests that differ by their number, so that none is answered from what the one before left behind.</summary>
internal static class Requests
{
    /// <summary>A box around an object of about that size.</summary>
    public static object Box(int i, int side, string output)
    {
        var (x, y, radius) = BenchPicture.ObjectNear(i, side / 2.0);
        var half = Math.Max(side / 2.0, radius * 1.1) + i;
        return new { box = new { x = x - half, y = y - half, width = 2 * half, height = 2 * half }, output };
    }

    /// <summary>A box of any size at any place.</summary>
    public static object AnyBox(int i)
    {
        var random = new Random(i);
        double width = random.Next(100, BenchPicture.Width), height = random.Next(100, BenchPicture.Height);
        double x = random.NextDouble() * (BenchPicture.Width - width), y = random.NextDouble() * (BenchPicture.Height - height);
        return new { box = new { x, y, width, height }, output = "polygon" };
    }

    public static object WholeBox(int i, string output) =>
        new { box = new { x = 2 * i, y = i, width = BenchPicture.Width - (4 * i), height = BenchPicture.Height - (2 * i) }, output };

    public static object BoxWithStrokes(int i, int side, int strokes)
    {
        var (x, y, radius) = BenchPicture.ObjectNear(i, side / 2.0);
        var half = (side / 2.0) + i;
        return new
        {
            box = new { x = x - half, y = y - half, width = 2 * half, height = 2 * half },
            strokes = Enumerable.Range(0, strokes).Select(k => new
            {
                points = Enumerable.Range(0, 30).SelectMany(p => new[] { x + ((k - 20) * radius / 60) + p, y + (p * radius / 60) }),
                radiusPx = 4 + (k % 5),
                foreground = k % 4 != 0,
            }),
            output = "polygon",
        };
    }

    public static object Flood(int i, int tolerance, bool contiguous, string output)
    {
        var (x, y, _) = BenchPicture.ObjectNear(i, 300);
        return new { point = new[] { x, y }, tolerance, contiguous, output };
    }

    /// <param name="targetShift">Moves the target along, as a pointer does.</param>
    public static object Scissors(int i, int distancePx, int targetShift)
    {
        var (x, y, radius) = BenchPicture.ObjectNear(i, 300);
        return new { from = new[] { x + radius + i, y }, to = new[] { new[] { x + radius - (distancePx * 0.6), y - (distancePx * 0.8) + targetShift } } };
    }
}
