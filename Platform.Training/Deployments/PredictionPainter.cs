using System.Globalization;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>Draws what a network said into its image.</summary>
public sealed class PredictionPainter(IImageCodec codec)
{
    /// <summary>Longer side of the picture in pixels: enough for a screen.</summary>
    public const int MaxSidePx = 1280;

    private const float PointRadiusPx = 3;

    // Told apart by people with common colour blindness; repeated beyond eight classes.
    private static readonly int[] s_colours = [0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0xFFFFFF];

    /// <summary>A JPEG of the upright image, at most <see cref="MaxSidePx"/> long.</summary>
    public byte[] Draw(ReadOnlySpan<byte> encoded, PredictionAnswer answer)
    {
        var image = codec.DecodeRgb(encoded, MaxSidePx);
        var (scaleX, scaleY) = ((double)image.Width / answer.WidthPx, (double)image.Height / answer.HeightPx);
        var keys = answer.Predictions.Select(found => found.ClassKey).Distinct().Order(StringComparer.Ordinal).ToList();
        var boxes = new List<PaintedBox>();
        foreach (var (found, index) in answer.Predictions.Select((found, index) => (found, index)))
        {
            var colour = s_colours[keys.IndexOf(found.ClassKey) % s_colours.Length];
            if (found.Geometry is PolygonGeometry or MaskGeometry)
            {
                Tint(image, PixelMask.Of(found.Geometry, answer.WidthPx, answer.HeightPx), colour, scaleX, scaleY);
            }

            boxes.AddRange(BoxesOf(found, index, image, scaleX, scaleY, colour));
        }

        BoxPainter.Draw(image, boxes);
        return codec.Encode(image, ImageFormat.Jpeg, quality: 88);
    }

    private static IEnumerable<PaintedBox> BoxesOf(Prediction found, int index, RgbImage image, double scaleX, double scaleY, int colour)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"{found.Text ?? LabelOf(found)} {found.Confidence:0.00}");
        if (found.Geometry is TagGeometry)
        {
            // Of the whole image: the labels below each other along its left edge.
            const float LineHeightPx = 18;
            yield return new PaintedBox(0, (index + 1) * LineHeightPx, image.Width, (index + 1) * LineHeightPx, colour, label, Thickness: 1);
            yield break;
        }

        var bounds = found.Geometry.Bounds;
        yield return new PaintedBox(
            (float)(bounds.X * scaleX), (float)(bounds.Y * scaleY), (float)(bounds.Right * scaleX), (float)(bounds.Bottom * scaleY), colour, label, found.Geometry is BoxGeometry ? 2 : 1);
        foreach (var point in (found.Geometry as KeypointsGeometry)?.Points.Chunk(3).Where(point => point[2] > 0) ?? [])
        {
            var (x, y) = ((float)(point[0] * scaleX), (float)(point[1] * scaleY));
            yield return new PaintedBox(x - PointRadiusPx, y - PointRadiusPx, x + PointRadiusPx, y + PointRadiusPx, colour);
        }
    }

    // Only ASCII has glyphs; a key says more than question marks.
    private static string LabelOf(Prediction found) => found.ClassName.All(char.IsAscii) ? found.ClassName : found.ClassKey;

    // Half of the pixel, half of the class's colour.
    private static void Tint(RgbImage image, PixelMask mask, int colour, double scaleX, double scaleY)
    {
        var bounds = mask.Bounds;
        var (top, bottom) = (Math.Max(0, (int)(bounds.Top * scaleY) - 1), Math.Min(image.Height, (int)Math.Ceiling(bounds.Bottom * scaleY) + 1));
        var (left, right) = (Math.Max(0, (int)(bounds.Left * scaleX) - 1), Math.Min(image.Width, (int)Math.Ceiling(bounds.Right * scaleX) + 1));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                if (mask.Contains((x + 0.5) / scaleX, (y + 0.5) / scaleY))
                {
                    var pixel = image.Pixels.AsSpan(3 * ((y * image.Width) + x), 3);
                    pixel[0] = (byte)((pixel[0] + ((colour >> 16) & 0xFF)) / 2);
                    pixel[1] = (byte)((pixel[1] + ((colour >> 8) & 0xFF)) / 2);
                    pixel[2] = (byte)((pixel[2] + (colour & 0xFF)) / 2);
                }
            }
        }
    }
}
