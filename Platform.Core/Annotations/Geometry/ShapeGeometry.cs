using Platform.Core.Ontologies.Model;

namespace Platform.Core.Annotations.Geometry;

/// <summary>A shape in pixels of the upright image: origin at the top-left corner of the top-left pixel, x right, y down.</summary>
public abstract record ShapeGeometry
{
    /// <summary>Null for a tag of the whole image.</summary>
    public abstract ShapeType? Type { get; }

    /// <summary>The smallest box around the shape.</summary>
    public abstract BoxGeometry Bounds { get; }

    /// <summary>The same shape with x and y multiplied, as normalised coordinates need.</summary>
    public abstract ShapeGeometry Scale(double scaleX, double scaleY);

    protected static BoxGeometry BoundsOf(IEnumerable<(double X, double Y)> points)
    {
        double left = double.PositiveInfinity, top = double.PositiveInfinity, right = double.NegativeInfinity, bottom = double.NegativeInfinity;
        foreach (var (x, y) in points)
        {
            left = Math.Min(left, x);
            top = Math.Min(top, y);
            right = Math.Max(right, x);
            bottom = Math.Max(bottom, y);
        }

        return left > right ? new BoxGeometry(0, 0, 0, 0) : new BoxGeometry(left, top, right - left, bottom - top);
    }
}

/// <summary>An upright box.</summary>
public sealed record BoxGeometry(double X, double Y, double Width, double Height) : ShapeGeometry
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public override ShapeType? Type => ShapeType.Bbox;

    public override BoxGeometry Bounds => this;

    /// <summary>Intersection over union; 0 where they do not meet.</summary>
    public double Overlap(BoxGeometry other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(X, other.X);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y);
        return width > 0 && height > 0 ? width * height / ((Width * Height) + (other.Width * other.Height) - (width * height)) : 0;
    }

    public override ShapeGeometry Scale(double scaleX, double scaleY) => new BoxGeometry(X * scaleX, Y * scaleY, Width * scaleX, Height * scaleY);
}

/// <summary>One object of one or more closed rings, each a flat list x, y, x, y, … of at least three points.</summary>
public sealed record PolygonGeometry(IReadOnlyList<IReadOnlyList<double>> Rings) : ShapeGeometry
{
    public override ShapeType? Type => ShapeType.Polygon;

    public override BoxGeometry Bounds => BoundsOf(Rings.SelectMany(FlatPoints.Pairs));

    public override ShapeGeometry Scale(double scaleX, double scaleY) => new PolygonGeometry([.. Rings.Select(ring => FlatPoints.Scale(ring, scaleX, scaleY))]);
}

/// <summary>An open line: a flat list x, y, x, y, … of at least two points.</summary>
public sealed record PolylineGeometry(IReadOnlyList<double> Points) : ShapeGeometry
{
    public override ShapeType? Type => ShapeType.Polyline;

    public override BoxGeometry Bounds => BoundsOf(FlatPoints.Pairs(Points));

    public override ShapeGeometry Scale(double scaleX, double scaleY) => new PolylineGeometry(FlatPoints.Scale(Points, scaleX, scaleY));
}

/// <summary>A pixel mask as COCO's compressed run lengths, column by column, starting with background.</summary>
public sealed record MaskGeometry(int Height, int Width, string Counts) : ShapeGeometry
{
    public override ShapeType? Type => ShapeType.Mask;

    public override BoxGeometry Bounds => RunLengths.Bounds(RunLengths.Decode(Counts), Height);

    /// <summary>Masks are made of pixels and cannot be scaled.</summary>
    public override ShapeGeometry Scale(double scaleX, double scaleY) => this;
}

/// <summary>Named points in the order of the class's keypoint specification: a flat list x, y, visibility (0 absent, 1 hidden, 2 visible).</summary>
public sealed record KeypointsGeometry(IReadOnlyList<double> Points) : ShapeGeometry
{
    public override ShapeType? Type => ShapeType.Keypoints;

    public override BoxGeometry Bounds => BoundsOf(Points.Chunk(3).Where(point => point[2] > 0).Select(point => (point[0], point[1])));

    public override ShapeGeometry Scale(double scaleX, double scaleY) =>
        new KeypointsGeometry([.. Points.Select((value, index) => (index % 3) switch { 0 => value * scaleX, 1 => value * scaleY, _ => value })]);
}

/// <summary>No shape: a tag of the whole image.</summary>
public sealed record TagGeometry : ShapeGeometry
{
    public static TagGeometry Instance { get; } = new();

    public override ShapeType? Type => null;

    public override BoxGeometry Bounds => new(0, 0, 0, 0);

    public override ShapeGeometry Scale(double scaleX, double scaleY) => this;
}

/// <summary>Flat coordinate lists.</summary>
internal static class FlatPoints
{
    public static IEnumerable<(double X, double Y)> Pairs(IReadOnlyList<double> flat)
    {
        for (var i = 0; i + 1 < flat.Count; i += 2)
        {
            yield return (flat[i], flat[i + 1]);
        }
    }

    public static double[] Scale(IReadOnlyList<double> flat, double scaleX, double scaleY) =>
        [.. flat.Select((value, index) => index % 2 == 0 ? value * scaleX : value * scaleY)];
}
