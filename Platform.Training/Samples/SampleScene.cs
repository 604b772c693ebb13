using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Samples;

/// <summary>Shapes on a shaded, cluttered background. Colours and textures say nothing about the class: only the outline does.</summary>
internal sealed class SampleScene
{
    private const int PlacementTries = 40;
    private readonly Rgb[] _background = new Rgb[3];
    private readonly List<(double NormalX, double NormalY, double Distance, Rgb Colour)> _lines = [];
    private readonly double _noise;
    private SampleRandom _random;

    public SampleScene(SampleRandom random, int width, int height)
    {
        _random = random;
        (Width, Height) = (width, height);
        for (var i = 0; i < _background.Length; i++)
        {
            _background[i] = RandomColour(40, 200);
        }

        for (var i = _random.NextIndex(5); i > 0; i--)
        {
            var angle = _random.NextBetween(0, Math.PI);
            var (normalX, normalY) = (Math.Sin(angle), -Math.Cos(angle));
            var distance = (_random.NextBetween(0, width) * normalX) + (_random.NextBetween(0, height) * normalY);
            _lines.Add((normalX, normalY, distance, RandomColour(30, 220)));
        }

        _noise = _random.NextBetween(2, 14);
        for (var wanted = 1 + _random.NextIndex(6); wanted > 0; wanted--)
        {
            TryPlace();
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Back to front.</summary>
    public List<SampleShape> Shapes { get; } = [];

    public RgbImage Render()
    {
        var image = RgbImage.Create(Width, Height);
        var random = _random;
        var at = 0;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var colour = ColourAt(x + 0.5, y + 0.5);
                var noise = random.NextBetween(-_noise, _noise);
                image.Pixels[at++] = (byte)Math.Clamp(colour.R + noise, 0, 255);
                image.Pixels[at++] = (byte)Math.Clamp(colour.G + noise, 0, 255);
                image.Pixels[at++] = (byte)Math.Clamp(colour.B + noise, 0, 255);
            }
        }

        return image;
    }

    private Rgb ColourAt(double x, double y)
    {
        for (var i = Shapes.Count - 1; i >= 0; i--)
        {
            var shape = Shapes[i];
            if (shape.Contains(x, y))
            {
                return shape.ColourAt(x, y);
            }
        }

        foreach (var line in _lines)
        {
            if (Math.Abs((x * line.NormalX) + (y * line.NormalY) - line.Distance) < 1.5)
            {
                return line.Colour;
            }
        }

        return _background[0].Mix(_background[1], x / Width).Mix(_background[2], y / Height * 0.6);
    }

    // A shape keeps off the picture's edge and hides at most a quarter of any other, so that every label can be seen.
    private void TryPlace()
    {
        for (var attempt = 0; attempt < PlacementTries; attempt++)
        {
            var radius = _random.NextBetween(0.05, 0.2) * Math.Min(Width, Height) * 1.1;
            var fill = RandomColour(0, 255);
            var shape = new SampleShape(
                (ShapeKind)_random.NextIndex(3),
                _random.NextBetween(radius + 2, Width - radius - 2),
                _random.NextBetween(radius + 2, Height - radius - 2),
                radius,
                _random.NextBetween(0, 2 * Math.PI),
                (ShapeTexture)_random.NextIndex(4),
                fill,
                fill.Mix(RandomColour(0, 255), 0.5),
                _random.NextBetween(6, 14));
            var isVisible = _background.All(colour => colour.DistanceTo(fill) > 110) && _background.All(colour => colour.DistanceTo(shape.Second) > 80);
            if (isVisible && Shapes.TrueForAll(other => MayOverlap(shape.Bounds, other.Bounds)))
            {
                Shapes.Add(shape);
                return;
            }
        }
    }

    private static bool MayOverlap(PixelBox a, PixelBox b)
    {
        var width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        var height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        return width <= 0 || height <= 0 || width * height <= 0.25 * Math.Min(a.Area, b.Area);
    }

    private Rgb RandomColour(double low, double high) =>
        new(_random.NextBetween(low, high), _random.NextBetween(low, high), _random.NextBetween(low, high));
}
