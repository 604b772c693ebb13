using Platform.Core.Annotations.Geometry;

namespace Platform.Core.Interchange;

/// <summary>Outlines of shapes that this model has no type for.</summary>
internal static class CurvedShapes
{
    private const int EllipsePoints = 64;

    /// <param name="degrees">Clockwise on screen, about the centre.</param>
    public static PolygonGeometry Ellipse(double centerX, double centerY, double radiusX, double radiusY, double degrees) => new(
    [
        [.. Enumerable.Range(0, EllipsePoints).Select(i => 2 * Math.PI * i / EllipsePoints)
            .SelectMany(angle => Turned(radiusX * Math.Cos(angle), radiusY * Math.Sin(angle), degrees, centerX, centerY))],
    ]);

    /// <summary>A box turned about its centre, clockwise on screen.</summary>
    public static PolygonGeometry TurnedBox(BoxGeometry box, double degrees)
    {
        double halfWidth = box.Width / 2, halfHeight = box.Height / 2, x = box.X + halfWidth, y = box.Y + halfHeight;
        return new PolygonGeometry(
        [
            [.. Turned(-halfWidth, -halfHeight, degrees, x, y), .. Turned(halfWidth, -halfHeight, degrees, x, y), .. Turned(halfWidth, halfHeight, degrees, x, y), .. Turned(-halfWidth, halfHeight, degrees, x, y)],
        ]);
    }

    /// <summary>A box turned about its top-left corner, clockwise on screen, as Label Studio keeps it.</summary>
    public static PolygonGeometry TurnedAboutCorner(BoxGeometry box, double degrees) => new(
    [
        [.. Turned(0, 0, degrees, box.X, box.Y), .. Turned(box.Width, 0, degrees, box.X, box.Y), .. Turned(box.Width, box.Height, degrees, box.X, box.Y), .. Turned(0, box.Height, degrees, box.X, box.Y)],
    ]);

    private static double[] Turned(double x, double y, double degrees, double aboutX, double aboutY)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return [aboutX + (x * cos) - (y * sin), aboutY + (x * sin) + (y * cos)];
    }
}
