using System.Globalization;
using Platform.Core.Imaging;
using Platform.Training.Imaging;

namespace Platform.Training.Tasks.Seg;

/// <summary>Draws found objects into pictures: masks tinted, boxes labelled.</summary>
public static class InstancePainter
{
    /// <summary>Told apart by people with common colour blindness; repeated beyond eight classes.</summary>
    private static readonly int[] s_colours = [0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0xFFFFFF];

    /// <summary>Decodes a picture at a reduced size and draws objects given in its full-size upright pixels.</summary>
    public static byte[] DrawToJpeg(IImageCodec codec, ReadOnlySpan<byte> encoded, IReadOnlyList<Instance> instances, IReadOnlyList<string> classNames, int maxSide = 640, bool withScores = true)
    {
        var probe = codec.Probe(encoded);
        var image = codec.DecodeRgb(encoded, maxSide);
        var (scaleX, scaleY) = ((double)probe.Width / image.Width, (double)probe.Height / image.Height);
        foreach (var instance in instances)
        {
            Tint(image, instance, scaleX, scaleY);
        }

        BoxPainter.Draw(image, [.. instances.Select(instance => ToPainted(instance, scaleX, scaleY, classNames, withScores))]);
        return codec.Encode(image, ImageFormat.Jpeg, quality: 85);
    }

    // Half of the pixel, half of the class's colour.
    private static void Tint(RgbImage image, Instance instance, double scaleX, double scaleY)
    {
        var colour = s_colours[instance.Object.ClassIndex % s_colours.Length];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                if (instance.Mask.Contains((x + 0.5) * scaleX, (y + 0.5) * scaleY))
                {
                    var pixel = image.Pixels.AsSpan(3 * ((y * image.Width) + x), 3);
                    pixel[0] = (byte)((pixel[0] + ((colour >> 16) & 0xFF)) / 2);
                    pixel[1] = (byte)((pixel[1] + ((colour >> 8) & 0xFF)) / 2);
                    pixel[2] = (byte)((pixel[2] + (colour & 0xFF)) / 2);
                }
            }
        }
    }

    private static PaintedBox ToPainted(Instance instance, double scaleX, double scaleY, IReadOnlyList<string> classNames, bool withScores)
    {
        var found = instance.Object;
        return new PaintedBox(
            (float)(found.X1 / scaleX), (float)(found.Y1 / scaleY), (float)(found.X2 / scaleX), (float)(found.Y2 / scaleY), s_colours[found.ClassIndex % s_colours.Length],
            withScores ? string.Create(CultureInfo.InvariantCulture, $"{classNames[found.ClassIndex]} {found.Score:0.00}") : classNames[found.ClassIndex], Thickness: 1);
    }
}
