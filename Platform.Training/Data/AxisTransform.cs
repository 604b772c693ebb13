namespace Platform.Training.Data;

/// <summary>
/// Scale and shift of each axis, in continuous pixel coordinates (pixel 0 covers 0 to 1). A negative scale mirrors.
/// </summary>
public readonly record struct AxisTransform(double ScaleX, double OffsetX, double ScaleY, double OffsetY)
{
    public static AxisTransform Identity { get; } = new(1, 0, 1, 0);

    public double X(double x) => (ScaleX * x) + OffsetX;

    public double Y(double y) => (ScaleY * y) + OffsetY;

    public AxisTransform Inverse() => new(1 / ScaleX, -OffsetX / ScaleX, 1 / ScaleY, -OffsetY / ScaleY);

    /// <summary>This transform first, <paramref name="next"/> second.</summary>
    public AxisTransform Then(AxisTransform next) => new(
        ScaleX * next.ScaleX, (OffsetX * next.ScaleX) + next.OffsetX,
        ScaleY * next.ScaleY, (OffsetY * next.ScaleY) + next.OffsetY);

    public PixelBox Apply(PixelBox box)
    {
        var (xa, xb) = (X(box.Left), X(box.Right));
        var (ya, yb) = (Y(box.Top), Y(box.Bottom));
        return new PixelBox((float)Math.Min(xa, xb), (float)Math.Min(ya, yb), (float)Math.Max(xa, xb), (float)Math.Max(ya, yb));
    }
}

/// <summary>Box by its edges, in pixels of whatever image it belongs to.</summary>
public readonly record struct PixelBox(float Left, float Top, float Right, float Bottom)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    public double Area => Math.Max(0.0, Width) * Math.Max(0.0, Height);

    public PixelBox ClippedTo(float width, float height) => new(
        Math.Clamp(Left, 0, width), Math.Clamp(Top, 0, height), Math.Clamp(Right, 0, width), Math.Clamp(Bottom, 0, height));
}
