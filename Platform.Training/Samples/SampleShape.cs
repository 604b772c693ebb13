using Platform.Training.Data;

namespace Platform.Training.Samples;

internal enum ShapeKind
{
    Circle,
    Square,
    Triangle,
}

internal enum ShapeTexture
{
    Plain,
    Stripes,
    Dots,
    Gradient,
}

/// <summary>One shape of a scene, in pixels; the angle is in radians.</summary>
internal sealed record SampleShape(
    ShapeKind Kind, double CentreX, double CentreY, double Radius, double Angle, ShapeTexture Texture, Rgb Fill, Rgb Second, double Pitch)
{
    private readonly (double X, double Y)[] _normals = Normals(Kind, Angle);
    private readonly double _cos = Math.Cos(Angle);
    private readonly double _sin = Math.Sin(Angle);
    private PixelBox? _bounds;

    /// <summary>The rectangle of pixels whose centres lie inside.</summary>
    public PixelBox Bounds => _bounds ??= FindBounds();

    /// <summary>Whether the point lies inside; circles have the given radius, squares and triangles their corners on it.</summary>
    public bool Contains(double x, double y)
    {
        var dx = x - CentreX;
        var dy = y - CentreY;
        var isInCircle = (dx * dx) + (dy * dy) <= Radius * Radius;
        if (Kind == ShapeKind.Circle || !isInCircle)
        {
            return isInCircle;
        }

        // A regular polygon is where the distance along every side's normal stays below the apothem.
        var apothem = Radius * Math.Cos(Math.PI / _normals.Length);
        foreach (var normal in _normals)
        {
            if ((dx * normal.X) + (dy * normal.Y) > apothem)
            {
                return false;
            }
        }

        return true;
    }

    public Rgb ColourAt(double x, double y)
    {
        var along = ((x - CentreX) * _cos) + ((y - CentreY) * _sin);
        var across = ((y - CentreY) * _cos) - ((x - CentreX) * _sin);
        return Texture switch
        {
            ShapeTexture.Stripes => Fraction(along / Pitch) < 0.5 ? Fill : Second,
            ShapeTexture.Dots => Square(Fraction(along / Pitch) - 0.5) + Square(Fraction(across / Pitch) - 0.5) < 0.07 ? Second : Fill,
            ShapeTexture.Gradient => Fill.Mix(Second, Math.Clamp(0.5 + (along / (2 * Radius)), 0, 1)),
            _ => Fill,
        };
    }

    private PixelBox FindBounds()
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);
        for (var y = (int)(CentreY - Radius) - 1; y <= CentreY + Radius + 1; y++)
        {
            for (var x = (int)(CentreX - Radius) - 1; x <= CentreX + Radius + 1; x++)
            {
                if (Contains(x + 0.5, y + 0.5))
                {
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                }
            }
        }

        return new PixelBox(left, top, right, bottom);
    }

    private static (double X, double Y)[] Normals(ShapeKind kind, double angle)
    {
        var sides = kind switch { ShapeKind.Square => 4, ShapeKind.Triangle => 3, _ => 0 };
        return [.. Enumerable.Range(0, sides).Select(i => angle + (2 * Math.PI * i / sides)).Select(a => (Math.Cos(a), Math.Sin(a)))];
    }

    private static double Fraction(double value) => value - Math.Floor(value);

    private static double Square(double value) => value * value;
}

/// <summary>8-bit colour.</summary>
internal readonly record struct Rgb(double R, double G, double B)
{
    public Rgb Mix(Rgb other, double share) => new(
        R + ((other.R - R) * share), G + ((other.G - G) * share), B + ((other.B - B) * share));

    public double DistanceTo(Rgb other) => Math.Abs(R - other.R) + Math.Abs(G - other.G) + Math.Abs(B - other.B);
}
