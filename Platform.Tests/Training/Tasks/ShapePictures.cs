using Platform.Core.Imaging;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;

namespace Platform.Tests.Training.Tasks;

/// <summary>Pictures made by code: one bright shape at a random place and size on a dark, noisy ground; what they show follows from their number alone.</summary>
internal static class ShapePictures
{
    public const int Side = 64;

    /// <summary>Square, disc, triangle.</summary>
    public const int Kinds = 3;

    public static Figure FigureOf(int number)
    {
        var random = new SampleRandom(7, 0, number);
        var radius = 12 + random.NextIndex(9);
        var (x, y) = (radius + 2 + random.NextIndex(Side - (2 * radius) - 4), radius + 2 + random.NextIndex(Side - (2 * radius) - 4));
        return new Figure(number % Kinds, x, y, radius);
    }

    /// <summary>The figure in a colour of its own, which says nothing of its kind.</summary>
    public static byte[] Draw(int number)
    {
        var figure = FigureOf(number);
        var random = new SampleRandom(8, 0, number);
        var colour = Enumerable.Range(0, 3).Select(_ => (byte)(150 + random.NextIndex(100))).ToArray();
        var image = RgbImage.Create(Side, Side);
        for (var i = 0; i < Side * Side; i++)
        {
            var isInside = figure.Contains((i % Side) + 0.5, (i / Side) + 0.5);
            for (var c = 0; c < 3; c++)
            {
                image.Pixels[(3 * i) + c] = isInside ? colour[c] : (byte)(20 + random.NextIndex(40));
            }
        }

        return TestImages.Codec.Encode(image, ImageFormat.Png);
    }

    /// <param name="Kind">0 square, 1 disc, 2 triangle with its point up.</param>
    public sealed record Figure(int Kind, int X, int Y, int Radius)
    {
        public bool Contains(double x, double y)
        {
            var (dx, dy) = (x - X, y - Y);
            return Kind switch
            {
                0 => Math.Max(Math.Abs(dx), Math.Abs(dy)) < Radius * 0.85,
                1 => (dx * dx) + (dy * dy) < Radius * Radius,
                _ => dy > -Radius && dy < Radius && Math.Abs(dx) < (dy + Radius) / 2,
            };
        }
    }
}
