using System.Globalization;
using System.Text;

namespace Platform.Web.Components.Runs;

/// <summary>Maps data to a plot of 1000 × 1000 units (origin top left) and picks round tick values.</summary>
public sealed class ChartScale
{
    public const double Size = 1000;

    /// <summary>Points sent to the browser for a curve; more than a screen can show would only load the circuit.</summary>
    public const int MaximumPoints = 300;

    private readonly double _minX;
    private readonly double _maxX;
    private readonly double _minY;
    private readonly double _maxY;

    public ChartScale(IEnumerable<ChartSeries> series, double? minX = null, double? maxX = null, double? minY = null, double? maxY = null)
    {
        var points = series.SelectMany(one => one.Points).Where(point => double.IsFinite(point.Y)).ToList();
        _minX = minX ?? (points.Count > 0 ? points.Min(point => point.X) : 0);
        _maxX = Math.Max(maxX ?? double.NegativeInfinity, points.Count > 0 ? points.Max(point => point.X) : 1);
        _maxX = _maxX > _minX ? _maxX : _minX + 1;
        var low = minY ?? (points.Count > 0 ? points.Min(point => point.Y) : 0);
        var high = maxY ?? (points.Count > 0 ? points.Max(point => point.Y) : 1);
        var step = NiceStep((high > low ? high - low : Math.Max(Math.Abs(high), 1)) / 4);
        _minY = Math.Floor(low / step) * step;
        _maxY = Math.Max(Math.Ceiling(high / step) * step, _minY + step);
        TicksY = Ticks(_minY, _maxY, step);
        var stepX = NiceStep((_maxX - _minX) / 6);
        TicksX = Ticks(Math.Ceiling(_minX / stepX) * stepX, _maxX, stepX);
    }

    public IReadOnlyList<double> TicksX { get; }

    public IReadOnlyList<double> TicksY { get; }

    public double X(double value) => (value - _minX) / (_maxX - _minX) * Size;

    public double Y(double value) => Size - ((value - _minY) / (_maxY - _minY) * Size);

    /// <summary>SVG path of the curve; values that are no numbers leave a gap.</summary>
    public string Path(IReadOnlyList<ChartPoint> points)
    {
        var (path, run) = (new StringBuilder(), 0);
        foreach (var point in Thin(points))
        {
            if (!double.IsFinite(point.Y))
            {
                EndRun();
                continue;
            }

            path.Append(CultureInfo.InvariantCulture, $"{(run == 0 ? 'M' : 'L')}{X(point.X):0.#} {Math.Clamp(Y(point.Y), -Size, 2 * Size):0.#}");
            run++;
        }

        EndRun();
        return path.ToString();

        // A line of no length with round ends is a dot; without it a point that stands alone would not be seen.
        void EndRun()
        {
            path.Append(run == 1 ? "h0" : "");
            run = 0;
        }
    }

    /// <summary>A step of 1, 2 or 5 times a power of ten, at least <paramref name="raw"/>.</summary>
    public static double NiceStep(double raw)
    {
        if (!(raw > 0) || !double.IsFinite(raw))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var factor = raw / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    // Every k-th point and always the newest one.
    private static IEnumerable<ChartPoint> Thin(IReadOnlyList<ChartPoint> points)
    {
        var stride = Math.Max(1, (int)Math.Ceiling(points.Count / (double)MaximumPoints));
        for (var index = 0; index < points.Count; index += stride)
        {
            yield return points[index];
        }

        if (points.Count > 0 && (points.Count - 1) % stride != 0)
        {
            yield return points[^1];
        }
    }

    private static List<double> Ticks(double from, double to, double step)
    {
        var ticks = new List<double>();
        for (var index = 0; from + (index * step) <= to + (step / 1000) && index < 20; index++)
        {
            ticks.Add(from + (index * step));
        }

        return ticks;
    }
}
