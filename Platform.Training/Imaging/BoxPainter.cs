using System.Text;
using Platform.Core.Imaging;
using Platform.Training.Interop;

namespace Platform.Training.Imaging;

/// <summary>A box to draw, in pixels of the image; right and bottom exclusive.</summary>
/// <param name="Rgb">Colour as 0xRRGGBB.</param>
/// <param name="Label">Drawn above the box; only ASCII has glyphs, other characters appear as question marks.</param>
public readonly record struct PaintedBox(float Left, float Top, float Right, float Bottom, int Rgb, string? Label = null, int Thickness = 2);

/// <summary>Draws boxes and labels into pictures, for sample predictions.</summary>
public static unsafe class BoxPainter
{
    /// <summary>Draws into the image's own pixels.</summary>
    public static void Draw(RgbImage image, IReadOnlyList<PaintedBox> boxes)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Pixels.Length, 3L * image.Width * image.Height);
        // All labels lie in one pinned block, each closed by a zero byte.
        var text = new MemoryStream();
        var labelAt = new int[boxes.Count];
        for (var i = 0; i < boxes.Count; i++)
        {
            labelAt[i] = (int)text.Length;
            text.Write(Encoding.UTF8.GetBytes(boxes[i].Label ?? string.Empty));
            text.WriteByte(0);
        }

        var native = new ImagingNative.DrawnBox[boxes.Count];
        fixed (byte* labels = text.GetBuffer())
        fixed (byte* pixels = image.Pixels)
        fixed (ImagingNative.DrawnBox* first = native)
        {
            for (var i = 0; i < native.Length; i++)
            {
                var box = boxes[i];
                native[i] = new ImagingNative.DrawnBox
                {
                    Left = box.Left,
                    Top = box.Top,
                    Right = box.Right,
                    Bottom = box.Bottom,
                    Red = (byte)(box.Rgb >> 16),
                    Green = (byte)(box.Rgb >> 8),
                    Blue = (byte)box.Rgb,
                    Thickness = box.Thickness,
                    Label = labels + labelAt[i],
                };
            }

            ImagingLibrary.Check(ImagingNative.DrawBoxes(pixels, image.Width, image.Height, 3 * image.Width, first, native.Length));
        }
    }

    /// <summary>Decodes a picture at a reduced size, draws boxes given in its full-size upright pixels, and encodes a JPEG.</summary>
    public static byte[] DrawToJpeg(IImageCodec codec, ReadOnlySpan<byte> encoded, IReadOnlyList<PaintedBox> boxes, int maxSide = 640, int quality = 85)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(boxes);
        var probe = codec.Probe(encoded);
        var image = codec.DecodeRgb(encoded, maxSide);
        var scaleX = (float)image.Width / probe.Width;
        var scaleY = (float)image.Height / probe.Height;
        Draw(image, [.. boxes.Select(box => box with { Left = box.Left * scaleX, Top = box.Top * scaleY, Right = box.Right * scaleX, Bottom = box.Bottom * scaleY })]);
        return codec.Encode(image, ImageFormat.Jpeg, quality);
    }
}
