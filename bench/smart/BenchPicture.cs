using Platform.Core.Imaging;
using Platform.Training.Imaging;

namespace SmartBench;

/// <summary>4000 × 3000 pixels: disks of several sizes on an uneven ground, with a photograph's grain.</summary>
internal static class BenchPicture
{
    public const int Width = 4000;
    public const int Height = 3000;
    private const int Grain = 10;

    private static readonly (double X, double Y, double Radius)[] s_objects =
    [
        (1350, 1400, 1240), (3300, 600, 560), (3350, 1700, 520), (3000, 2650, 270), (3700, 2600, 260), (2780, 2300, 90), (3620, 2200, 90), (2850, 200, 85), (2700, 1100, 80), (3900, 1150, 80),
    ];

    /// <summary>One of the objects whose radius comes nearest to what is asked for.</summary>
    public static (double X, double Y, double Radius) ObjectNear(int i, double radius)
    {
        var near = s_objects.OrderBy(disk => Math.Abs(Math.Log(disk.Radius / radius))).Take(2).ToArray();
        return near[i % near.Length];
    }

    /// <param name="seed">Of the grain: another one makes another image of the same objects.</param>
    public static byte[] Jpeg(int seed)
    {
        var random = new Random(seed);
        var image = RgbImage.Create(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var inside = s_objects.Any(disk => Math.Pow(x - disk.X, 2) + Math.Pow(y - disk.Y, 2) < disk.Radius * disk.Radius);
                var light = (int)(12 * Math.Sin(x / 400.0) * Math.Cos(y / 300.0)) + random.Next(-Grain, Grain + 1);
                var (r, g, b) = inside ? (165, 85, 95) : (190, 185, 180);
                var at = 3 * ((y * Width) + x);
                (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) = ((byte)(r + light), (byte)(g + light), (byte)(b + light));
            }
        }

        return new OpenCvImageCodec().Encode(image, ImageFormat.Jpeg, 92);
    }
}
