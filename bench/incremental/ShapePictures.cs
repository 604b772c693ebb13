using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Imaging;

namespace IncrementalBench;

/// <summary>Drawn pictures of six classes: squares, discs and triangles, warm or cold. What a picture shows follows from its number and the classes asked for.</summary>
internal sealed class ShapePictures(OpenCvImageCodec codec)
{
    public const int Side = 128;

    private const int Cell = Side / 2;

    public static readonly string[] Keys = ["warm-square", "cold-disc", "warm-triangle", "cold-square", "warm-disc", "cold-triangle"];

    /// <param name="first">Number of the first picture.</param>
    /// <param name="count">How many.</param>
    /// <param name="shown">Classes that are drawn, up to four objects a picture.</param>
    /// <param name="labelled">Those of them that somebody labelled.</param>
    public IReadOnlyList<TrainingSample> Take(int first, int count, IReadOnlyList<int> shown, IReadOnlyCollection<int> labelled) =>
        [.. Enumerable.Range(first, count).Select(number => Of(number, shown, labelled))];

    private TrainingSample Of(int number, IReadOnlyList<int> shown, IReadOnlyCollection<int> labelled)
    {
        var objects = Enumerable.Range(0, 4).Select(cell => Place(number, cell, shown)).OfType<Shape>().ToList();
        var named = objects.FindAll(shape => labelled.Contains(shape.Class));
        return new TrainingSample(
            $"shapes-{number}-{string.Join('.', shown)}-{string.Join('.', labelled)}", () => Draw(number, objects),
            [.. named.SelectMany(shape => new float[] { shape.X - shape.Radius, shape.Y - shape.Radius, shape.X + shape.Radius, shape.Y + shape.Radius })], [.. named.Select(shape => shape.Class)]);
    }

    private static Shape? Place(int number, int cell, IReadOnlyList<int> shown)
    {
        var random = new SampleRandom(31, cell, number);
        if (random.NextChance(0.15))
        {
            return null;
        }

        var radius = 10 + random.NextIndex(16);
        var room = Cell - (2 * radius) - 2;
        return new Shape(
            shown[random.NextIndex(shown.Count)], (cell % 2 * Cell) + radius + 1 + random.NextIndex(room + 1), (cell / 2 * Cell) + radius + 1 + random.NextIndex(room + 1), radius);
    }

    private byte[] Draw(int number, List<Shape> objects)
    {
        var random = new SampleRandom(32, 0, number);
        var image = RgbImage.Create(Side, Side);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(40 + random.NextIndex(60));
        }

        foreach (var shape in objects)
        {
            var (strong, weak) = ((byte)(180 + random.NextIndex(70)), (byte)(60 + random.NextIndex(60)));
            var isWarm = Keys[shape.Class].StartsWith("warm", StringComparison.Ordinal);
            for (var y = shape.Y - shape.Radius; y <= shape.Y + shape.Radius; y++)
            {
                for (var x = shape.X - shape.Radius; x <= shape.X + shape.Radius; x++)
                {
                    if (shape.Contains(x, y))
                    {
                        var at = 3 * ((y * Side) + x);
                        (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) = isWarm ? (strong, weak, (byte)50) : ((byte)50, weak, strong);
                    }
                }
            }
        }

        return codec.Encode(image, ImageFormat.Png);
    }

    private sealed record Shape(int Class, int X, int Y, int Radius)
    {
        public bool Contains(int x, int y)
        {
            var (dx, dy) = (x - X, y - Y);
            var key = Keys[Class];
            return key.EndsWith("square", StringComparison.Ordinal) ? true
                : key.EndsWith("disc", StringComparison.Ordinal) ? (dx * dx) + (dy * dy) <= Radius * Radius
                : Math.Abs(dx) <= (dy + Radius) / 2;
        }
    }
}
