using Platform.Core.Annotations.Geometry;
using Platform.Training.Data;

namespace Platform.Tests.Training.Data;

public sealed class PixelMaskTests
{
    [Fact]
    public void Of_PolygonWithAHole_CoversThePixelsWhoseCentreLiesInside()
    {
        var mask = PixelMask.Of(new PolygonGeometry([[1, 1, 7, 1, 7, 5, 1, 5], [3, 2, 5, 2, 5, 4, 3, 4]]), 10, 8);

        mask.Area.Should().Be((6 * 4) - (2 * 2));
        mask.Bounds.Should().Be(new PixelBox(1, 1, 7, 5));
        (mask.Contains(1, 1), mask.Contains(6.9, 4.9), mask.Contains(3.5, 2.5), mask.Contains(7, 1), mask.Contains(0.9, 1)).Should().Be((true, true, false, false, false));
    }

    [Theory]
    [InlineData(0, 10)]      // the whole triangle: 4 + 3 + 2 + 1
    [InlineData(0.4, 15)]    // shifted, it reaches one more centre in each row: 5 + 4 + 3 + 2 + 1
    [InlineData(-2, 3)]      // two columns hang over the left edge
    public void Of_Triangle_CountsCentres(double shift, long expected) =>
        PixelMask.Of(new PolygonGeometry([[shift, 0, shift + 4.9, 0, shift, 4.9]]), 20, 20).Area.Should().Be(expected);

    [Fact]
    public void Of_StoredMask_IsTheMask()
    {
        // Column 1 rows 1 to 2 and column 2 row 0 of an image 3 high and 4 wide.
        var mask = PixelMask.Of(new MaskGeometry(3, 4, RunLengths.Encode([4, 3, 5])), 4, 3);

        mask.Counts().Should().Equal(4, 3, 5);
        mask.Bounds.Should().Be(new PixelBox(1, 0, 3, 3));
        (mask.Contains(1.5, 0.5), mask.Contains(1.5, 1.5), mask.Contains(2.5, 0.5), mask.Contains(2.5, 1.5)).Should().Be((false, true, true, false));
    }

    [Fact]
    public void Counts_OfAMaskThatBeginsAndEndsTheImage_StartWithNoBackground() => PixelMask.FromRuns([0, 12], 4, 3).Counts().Should().Equal(0, 12);

    [Fact]
    public void IntersectionArea_OfTwoSquares_IsTheirSharedPixels()
    {
        var left = PixelMask.FromTest(new PixelBox(0, 0, 6, 6), 20, 10, (_, _) => true);
        var right = PixelMask.FromTest(new PixelBox(4, 2, 10, 8), 20, 10, (x, y) => (x + y) % 2 == 0);

        left.IntersectionArea(right).Should().Be(4);
        right.IntersectionArea(left).Should().Be(4);
        left.IntersectionArea(PixelMask.FromRuns([200], 20, 10)).Should().Be(0);
    }

    [Fact]
    public void Sample_OfAMirroredImage_IsTheMirroredMask()
    {
        var mask = PixelMask.FromTest(new PixelBox(0, 0, 16, 8), 32, 32, (_, _) => true);

        var plain = MaskGrid.Sample(mask, new AxisTransform(1, 0, 1, 0), 32);
        var mirrored = MaskGrid.Sample(mask, new AxisTransform(-1, 32, 1, 0), 32);

        Rows(plain).Should().Equal("####....", "####....", "........", "........", "........", "........", "........", "........");
        Rows(mirrored).Take(3).Should().Equal("....####", "....####", "........");
    }

    private static IEnumerable<string> Rows(System.Collections.BitArray cells) =>
        cells.Cast<bool>().Select(isInside => isInside ? '#' : '.').Chunk(8).Select(row => new string(row));
}
