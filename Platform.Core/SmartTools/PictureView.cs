using Platform.Core.Imaging;

namespace Platform.Core.SmartTools;

/// <summary>A part of an image, maybe reduced, as decoded pixels: image x = <paramref name="Left"/> + <paramref name="Scale"/> × picture x, and so for y.</summary>
/// <param name="ImageWidth">Of the whole image, as are the coordinates of all answers.</param>
public sealed record PictureView(RgbImage Picture, int Left, int Top, int Scale, int ImageWidth, int ImageHeight)
{
    public static PictureView Whole(RgbImage image) => new(image, 0, 0, 1, image.Width, image.Height);

    public (double X, double Y) ToPicture(double x, double y) => ((x - Left) / Scale, (y - Top) / Scale);

    public (double X, double Y) ToImage(double x, double y) => (Left + (Scale * x), Top + (Scale * y));
}
