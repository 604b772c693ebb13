using Platform.Core.Annotations.Geometry;
using Platform.Core.Imaging;

namespace Platform.Tests.SmartTools;

/// <summary>Pictures whose objects are known exactly, with the grain and the shading of a photograph.</summary>
internal static class SmartPictures
{
    private const int Grain = 9;

    /// <summary>Pixels for which <paramref name="inside"/> holds are reddish, the others greenish grey.</summary>
    public static RgbImage Of(int width, int height, Func<int, int, bool> inside)
    {
        var random = new Random(5);
        var image = RgbImage.Create(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var light = (20 * x / width) + random.Next(-Grain, Grain + 1);
                var (r, g, b) = inside(x, y) ? (170, 70, 60) : (110, 140, 120);
                var at = 3 * ((y * width) + x);
                (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) = ((byte)(r + light), (byte)(g + light), (byte)(b + light));
            }
        }

        return image;
    }

    public static Func<int, int, bool> Disk(double centreX, double centreY, double radius) =>
        (x, y) => Math.Pow(x + 0.5 - centreX, 2) + Math.Pow(y + 0.5 - centreY, 2) < radius * radius;

    public static Func<int, int, bool> Ring(double centreX, double centreY, double inner, double outer) =>
        (x, y) => Disk(centreX, centreY, outer)(x, y) && !Disk(centreX, centreY, inner)(x, y);

    /// <summary>Intersection over union of run lengths and the true object.</summary>
    public static double Overlap(IReadOnlyList<long> runs, int width, int height, Func<int, int, bool> inside)
    {
        long both = 0, either = 0, position = 0;
        for (var i = 0; i < runs.Count; position += runs[i], i++)
        {
            for (var pixel = position; pixel < position + runs[i]; pixel++)
            {
                var isTrue = inside((int)(pixel / height), (int)(pixel % height));
                both += isTrue && i % 2 == 1 ? 1 : 0;
                either += isTrue || i % 2 == 1 ? 1 : 0;
            }
        }

        position.Should().Be((long)width * height);
        return (double)both / either;
    }

    /// <summary>Area inside a flat list of points, by the shoelace formula.</summary>
    public static double Area(IReadOnlyList<double> ring)
    {
        var sum = 0.0;
        for (var i = 0; i < ring.Count; i += 2)
        {
            var next = (i + 2) % ring.Count;
            sum += (ring[i] * ring[next + 1]) - (ring[next] * ring[i + 1]);
        }

        return Math.Abs(sum) / 2;
    }

    public static IReadOnlyList<long> RunsOf(string counts) => RunLengths.Decode(counts);
}
