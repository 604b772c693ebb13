using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Tasks.Seg;

namespace Platform.Tests.Training.Tasks.Seg;

public sealed class InstanceSelectionTests
{
    private const int Side = 16;

    // Two points, one class, two prototypes of 4 x 4 cells: the left half and the upper half of the input.
    private static readonly SegmenterRawOutput s_output = new(
        new DetectorRawOutput([0, 0, 16, 16, 1, 1, 16, 16], [0.9f, 0.8f], 1, 1),
        [1, 0, 0, 1],
        [.. Cells((column, _) => column < 2), .. Cells((_, row) => row < 2)]);

    [Fact]
    public void Select_OnePrototype_CutsItsHalf()
    {
        var found = InstanceSelection.Select(s_output, 0, LetterboxTransform.Fit(Side, Side, Side, Side), new DetectionThresholds(0.5f, 0.5f));

        found.Should().ContainSingle("the second box overlaps the first");
        found[0].Object.Score.Should().Be(0.9f);
        found[0].Mask.Bounds.Should().Be(new PixelBox(0, 0, 8, 16));
        found[0].Mask.Area.Should().Be(8 * 16);
    }

    [Fact]
    public void Select_LetterboxedImage_GivesPixelsOfTheImage()
    {
        // 64 x 32 pixels lie in rows 4 to 12 of the input at a quarter of their size.
        var found = InstanceSelection.Select(s_output, 0, LetterboxTransform.Fit(64, 32, Side, Side), new DetectionThresholds(0.5f, 1));

        found.Should().HaveCount(2);
        (found[0].Mask.Width, found[0].Mask.Height).Should().Be((64, 32));
        found[0].Mask.Bounds.Should().Be(new PixelBox(0, 0, 32, 32));
        found[1].Mask.Bounds.Should().Be(new PixelBox(4, 0, 64, 16));
    }

    [Fact]
    public void Outlines_OfAMaskWithAHole_KeepIt()
    {
        var mask = PixelMask.FromTest(new PixelBox(10, 20, 40, 50), 100, 80, (x, y) => x is < 20 or >= 30 || y is < 30 or >= 40);

        var polygon = MaskOutlines.Of(mask)!;

        polygon.Rings.Should().HaveCount(2);
        PixelMask.Of(polygon, 100, 80).IntersectionArea(mask).Should().Be(mask.Area);
        PixelMask.Of(polygon, 100, 80).Area.Should().Be(mask.Area);
        MaskOutlines.Of(PixelMask.FromRuns([8000], 100, 80)).Should().BeNull();
    }

    private static IEnumerable<float> Cells(Func<int, int, bool> isInside) => Enumerable.Range(0, 16).Select(i => isInside(i % 4, i / 4) ? 5f : -5f);
}
