using Platform.Core.Annotations.Geometry;

namespace Platform.Tests.Annotations;

/// <summary>Masks against vectors made with the reference code of COCO, and the ways between masks, crops and outlines.</summary>
public sealed class MaskTests
{
    [Theory]
    [InlineData(5, 4, 1, 1, 3, 2, "5220003", 6)]
    [InlineData(3, 3, 0, 0, 1, 1, "018", 1)]
    [InlineData(3, 3, 0, 0, 3, 3, "09", 9)]
    public void Crop_OnItsImage_GivesTheReferenceRuns(int width, int height, int left, int top, int cropWidth, int cropHeight, string counts, int area)
    {
        var mask = new MaskCrop(left, top, cropWidth, cropHeight, [.. Enumerable.Repeat((byte)1, cropWidth * cropHeight)]).ToMask(width, height);

        mask.Should().Be(new MaskGeometry(height, width, counts));
        mask.Bounds.Should().Be(new BoxGeometry(left, top, cropWidth, cropHeight));
        RunLengths.Area(RunLengths.Decode(counts)).Should().Be(area);
    }

    [Fact]
    public void Crop_WithAHole_GivesTheReferenceRuns()
    {
        var pixels = Enumerable.Repeat((byte)1, 30).ToArray();
        pixels[(2 * 6) + 2] = 0;

        var mask = new MaskCrop(3, 2, 6, 5, pixels).ToMask(10, 10);

        mask.Counts.Should().Be("P15500ML04300008");
        RunLengths.Area(RunLengths.Decode(mask.Counts)).Should().Be(29);
        MaskCrop.Of(mask).Should().BeEquivalentTo(new MaskCrop(3, 2, 6, 5, pixels));
    }

    [Fact]
    public void Crop_WithoutPixels_IsAllBackground() => new MaskCrop(0, 0, 0, 0, []).ToMask(3, 3).Counts.Should().Be("9");

    [Theory]
    [InlineData(new double[] { 0, 0, 0, 9, 9, 9, 9, 0 }, "091000000000000000:", 81)]
    [InlineData(new[] { .5, .5, 5.5, .5, 5.5, 4.5, .5, 4.5 }, ";460000000W1", 20)]
    [InlineData(new double[] { 2, 1, 8, 1, 5, 7 }, "e0192N2N00N2Ne0", 18)]
    public void Polygon_Filled_GivesTheReferenceRuns(double[] ring, string counts, int area)
    {
        var mask = PolygonRaster.ToMask(new PolygonGeometry([ring]), 10, 10);

        mask.Counts.Should().Be(counts);
        RunLengths.Area(RunLengths.Decode(mask.Counts)).Should().Be(area);
    }

    [Fact]
    public void Polygon_WithAHole_IsFilledEvenOdd()
    {
        var polygon = new PolygonGeometry([[0, 0, 10, 0, 10, 10, 0, 10], [2, 2, 2, 8, 8, 8, 8, 2]]);

        RunLengths.Area(PolygonRaster.Counts(polygon, 12, 12)).Should().Be(100 - 36);
    }

    [Fact]
    public void Outline_OfAnyMask_FilledGivesTheMaskBack()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int width = random.Next(1, 14), height = random.Next(1, 14);
            var mask = new MaskCrop(0, 0, width, height, [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(2))]).ToMask(width, height);

            PolygonRaster.ToMask(MaskOutline.Trace(mask), width, height).Should().Be(mask, "seed {0} must round-trip", seed);
        }
    }

    [Fact]
    public void RowRuns_OfAnyCrop_ComeBack()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            int width = random.Next(1, 9), height = random.Next(1, 9);
            var crop = new MaskCrop(2, 3, width, height, [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(2))]);

            crop.ToRowRuns().Sum().Should().Be(width * height);
            MaskCrop.OfRowRuns(2, 3, width, height, crop.ToRowRuns()).Should().BeEquivalentTo(crop);
        }
    }

    [Fact]
    public void JoinedRings_OfAPolygonWithAHoleAndAPart_CoverTheSame()
    {
        var polygon = new PolygonGeometry([[0, 0, 20, 0, 20, 20, 0, 20], [5, 5, 15, 5, 15, 15, 5, 15], [25, 25, 30, 25, 30, 30, 25, 30]]);

        var joined = new PolygonGeometry([PolygonRings.Joined(polygon)]);

        PolygonRaster.ToMask(joined, 40, 40).Should().Be(PolygonRaster.ToMask(polygon, 40, 40));
        PolygonRings.HasHole(polygon).Should().BeTrue();
    }
}
