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
        var sides = Kind == ShapeKind.Square ? 4 : 3;
        var apothem = Radius * Math.Cos(Math.PI / sides);
        for (var i = 0; i < sides; i++)
        {
            var normal = Angle + (2 * Math.PI * i / sides);
            if ((dx * Math.Cos(normal)) + (dy * Math.Sin(normal)) > apothem)
            {
                return false;
            }
        }

        return true;
    }

    public Rgb ColourAt(double x, double y)
    {
        var along = ((x - CentreX) * Math.Cos(Angle)) + ((y - CentreY) * Math.Sin(Angle));
        var across = ((y - CentreY) * Math.Cos(Angle)) - ((x - CentreX) * Math.Sin(Angle));
        return Texture switch
        {
            ShapeTexture.Stripes => Fraction(along / Pitch) < 0.5 ? Fill : Second,
            ShapeTexture.Dots => Square(Fraction(along / Pitch) - 0.5) + Square(Fraction(across / Pitch) - 0.5) < 0.07 ? Second : Fill,
            ShapeTexture.Gradient => Fill.Mix(Second, Math.Clamp(0.5 + (along / (2 * Radius)), 0, 1)),
            _ => Fill,
        };
    }

    /// <summary>The rectangle of pixels whose centres lie inside.</summary>
    public PixelBox Bounds()
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
