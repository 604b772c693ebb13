using System.Globalization;
using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Samples;

/// <summary>
/// Makes labelled pictures of circles, squares and triangles, so that a first model can be trained without any data.
/// The same seed gives the same pictures and boxes.
/// </summary>
public sealed class SampleDataGenerator(IImageCodec codec, long seed = 1, int width = 320, int height = 240)
{
    public const int DefaultCount = 200;

    private const int JpegQuality = 90;

    /// <summary>The classes in ontology order.</summary>
    public static IReadOnlyList<SampleClass> Classes { get; } =
    [
        new("circle", "Circle", "#E4572E"),
        new("square", "Square", "#2E86AB"),
        new("triangle", "Triangle", "#3FA34D"),
    ];

    /// <summary>Pictures one at a time, drawn as they are asked for.</summary>
    public IEnumerable<SampleImage> Generate(int count = DefaultCount)
    {
        for (var i = 0; i < count; i++)
        {
            var scene = Scene(i);
            var name = string.Create(CultureInfo.InvariantCulture, $"sample-{i + 1:D4}.jpg");
            var jpeg = codec.Encode(scene.Render(), ImageFormat.Jpeg, JpegQuality);
            yield return new SampleImage(name, jpeg, width, height, [.. scene.Shapes.Select(Label)]);
        }
    }

    internal SampleScene Scene(int index) => new(new SampleRandom(seed, 0, index), width, height);

    internal static SampleBox Label(SampleShape shape)
    {
        var bounds = shape.Bounds;
        return new SampleBox(Classes[(int)shape.Kind].Key, bounds.Left, bounds.Top, bounds.Width, bounds.Height);
    }
}
