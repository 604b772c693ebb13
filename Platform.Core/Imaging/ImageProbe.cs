namespace Platform.Core.Imaging;

/// <summary>What an image file's header says, with the size as the image is seen upright.</summary>
/// <param name="ExifOrientation">1 to 8 as in EXIF; 1 means the stored pixels are upright already.</param>
public sealed record ImageProbe(ImageFormat Format, int Width, int Height, int ExifOrientation)
{
    public bool IsUpright => ExifOrientation == 1;

    public long PixelCount => (long)Width * Height;
}
