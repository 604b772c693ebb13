using Platform.Core.Datasets;
using Platform.Core.Imaging;

namespace Platform.Training.Data;

/// <summary>Cuts boxes out of pictures.</summary>
public static class BoxCrop
{
    /// <summary>The pixels that a box touches, as PNG.</summary>
    public static byte[] Cut(IImageCodec codec, ReadOnlySpan<byte> encoded, TrainingBox box) => codec.Encode(Cut(codec.DecodeRgb(encoded), box), ImageFormat.Png);

    /// <summary>The pixels that a box touches.</summary>
    public static RgbImage Cut(RgbImage image, TrainingBox box)
    {
        var left = Math.Clamp((int)MathF.Floor(box.X), 0, image.Width - 1);
        var top = Math.Clamp((int)MathF.Floor(box.Y), 0, image.Height - 1);
        var right = Math.Clamp((int)MathF.Ceiling(box.X + box.Width), left + 1, image.Width);
        var bottom = Math.Clamp((int)MathF.Ceiling(box.Y + box.Height), top + 1, image.Height);
        var crop = RgbImage.Create(right - left, bottom - top);
        for (var y = top; y < bottom; y++)
        {
            image.Pixels.AsSpan(3 * ((y * image.Width) + left), 3 * crop.Width).CopyTo(crop.Pixels.AsSpan(3 * (y - top) * crop.Width));
        }

        return crop;
    }
}
