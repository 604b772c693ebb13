using Platform.Core.Imaging;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;
using Platform.Training.Samples;

namespace Platform.Tests.Training.Samples;

public sealed class SampleDataGeneratorTests
{
    [Fact]
    public void Generate_Twice_GivesTheSameSet()
    {
        TestImages.RequireLibrary();
        var first = new SampleDataGenerator(TestImages.Codec).Generate(4).ToList();
        var second = new SampleDataGenerator(TestImages.Codec).Generate(4).ToList();
        for (var i = 0; i < first.Count; i++)
        {
            second[i].JpegBytes.Should().Equal(first[i].JpegBytes);
            second[i].Boxes.Should().Equal(first[i].Boxes);
        }

        new SampleDataGenerator(TestImages.Codec, seed: 2).Generate(1).Single().JpegBytes.Should().NotEqual(first[0].JpegBytes);
    }

    [Fact]
    public void Generate_TheWholeSet_HoldsEveryClassOftenAndStaysInsideTheImage()
    {
        TestImages.RequireLibrary();
        var set = new SampleDataGenerator(TestImages.Codec).Generate().ToList();
        set.Should().HaveCount(200);
        set.Select(image => image.Name).Should().OnlyHaveUniqueItems();
        set.Should().AllSatisfy(image => image.Boxes.Should().NotBeEmpty().And.OnlyContain(b => b.X >= 0 && b.Y >= 0 && b.X + b.Width <= 320 && b.Y + b.Height <= 240 && b.Width >= 8 && b.Height >= 8));
        foreach (var label in SampleDataGenerator.Classes)
        {
            set.Sum(image => image.Boxes.Count(box => box.ClassKey == label.Key)).Should().BeGreaterThan(100);
        }

        TestImages.Codec.Probe(set[0].JpegBytes).Should().Be(new ImageProbe(ImageFormat.Jpeg, 320, 240, 1));
    }

    [Theory]
    [InlineData("Circle")]
    [InlineData("Square")]
    [InlineData("Triangle")]
    public void Boxes_OfRenderedShapes_AreTheExtentOfTheirPixels(string kind)
    {
        TestImages.RequireLibrary();
        var checkedShapes = 0;
        var generator = new SampleDataGenerator(TestImages.Codec);
        for (var i = 0; i < 60; i++)
        {
            var scene = generator.Scene(i);
            foreach (var shape in scene.Shapes.Where(shape => shape.Kind.ToString() == kind))
            {
                // The picture with and without the shape differs exactly inside it, apart from what others hide.
                var front = scene.Shapes[^1];
                if (!ReferenceEquals(shape, front))
                {
                    continue;
                }

                var with = scene.Render();
                scene.Shapes.Remove(shape);
                var without = scene.Render();
                var label = SampleDataGenerator.Label(shape);
                var changed = ChangedArea(with, without);
                (label.X, label.Y, label.Width, label.Height).Should().Be((changed.Left, changed.Top, changed.Width, changed.Height));
                checkedShapes++;
                break;
            }
        }

        checkedShapes.Should().BeGreaterThan(5);
    }

    private static PixelBox ChangedArea(RgbImage a, RgbImage b)
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, 0, 0);
        for (var y = 0; y < a.Height; y++)
        {
            for (var x = 0; x < a.Width; x++)
            {
                if (TestImages.Pixel(a, x, y) != TestImages.Pixel(b, x, y))
                {
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                }
            }
        }

        return new PixelBox(left, top, right, bottom);
    }
}
