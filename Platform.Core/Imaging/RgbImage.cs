namespace Platform.Core.Imaging;

/// <summary>Decoded pixels: 8-bit RGB, row after row without padding, so 3 × width × height bytes.</summary>
public sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    public static RgbImage Create(int width, int height) => new(width, height, new byte[checked(3 * width * height)]);
}
