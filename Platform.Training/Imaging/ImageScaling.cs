namespace Platform.Training.Imaging;

/// <summary>Sizes that keep the aspect ratio.</summary>
public static class ImageScaling
{
    /// <summary>The size whose longer side is at most <paramref name="maxSide"/>; the size itself when that is zero or no reduction.</summary>
    public static (int Width, int Height) Within(int width, int height, int maxSide)
    {
        var longer = Math.Max(width, height);
        if (maxSide <= 0 || longer <= maxSide)
        {
            return (width, height);
        }

        var scale = (double)maxSide / longer;
        return (Scaled(width, scale), Scaled(height, scale));
    }

    /// <summary>A side times a factor, rounded to whole pixels and never below one.</summary>
    public static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale, MidpointRounding.AwayFromZero));
}
