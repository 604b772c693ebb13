using Platform.Core.Shared;
using Platform.Core.SmartTools;
using Platform.Tests.SmartTools;
using Platform.Training.Imaging;

namespace Platform.Tests.Training.Imaging;

public sealed class SmartToolsTests
{
    private const int Width = 640;
    private const int Height = 480;

    private static readonly OpenCvSmartTools s_tools = new();

    public SmartToolsTests() => TestImages.RequireLibrary();

    [Fact]
    public void Box_AroundADisk_FindsItToThePixel()
    {
        var disk = SmartPictures.Disk(300, 220, 90);
        using var selection = s_tools.SelectInBox(View(disk), new BoxToSearch(190, 110, 410, 330), []);
        SmartPictures.Overlap(selection.Runs(), Width, Height, disk).Should().BeGreaterThan(0.97);
    }

    [Fact]
    public void Box_AroundALargeObject_IsRefinedBeyondTheScaleItIsSoughtAt()
    {
        var disk = SmartPictures.Disk(1500.3, 1199.6, 900);
        var picture = PictureView.Whole(SmartPictures.Of(3000, 2400, disk));
        using var selection = s_tools.SelectInBox(picture, new BoxToSearch(580, 280, 2420, 2120), []);
        // Sought at about 1/12; a border off by half a coarse pixel all around would already leave 0.987.
        SmartPictures.Overlap(selection.Runs(), 3000, 2400, disk).Should().BeGreaterThan(0.995);
    }

    [Theory]
    [InlineData(1350, 1400, 1240, 0, 11, 2738, 2788, 0.998)]
    [InlineData(2000, 1500, 1380, 20, 20, 3980, 2980, 0.9985)]
    [InlineData(2000, 1500, 700, 0, 0, 4000, 3000, 0.997)]
    [InlineData(600, 900, 270, 300, 600, 900, 1200, 0.996)]
    public void Box_OfAnySizeOnTwelveMegapixels_FollowsTheBorderToThePixel(double x, double y, double radius, double left, double top, double right, double bottom, double least)
    {
        var disk = SmartPictures.Disk(x, y, radius);
        using var selection = s_tools.SelectInBox(PictureView.Whole(SmartPictures.Of(4000, 3000, disk)), new BoxToSearch(left, top, right, bottom), []);
        SmartPictures.Overlap(selection.Runs(), 4000, 3000, disk).Should().BeGreaterThan(least);
    }

    [Fact]
    public void Box_AroundAHair_KeepsWhatIsTooThinToBeRefined()
    {
        var cross = (int px, int py) => (Math.Abs(px - 1000) < 300 && Math.Abs(py - 750) < 12) || Math.Pow(px - 1000, 2) + Math.Pow(py - 400, 2) < 120 * 120;
        using var selection = s_tools.SelectInBox(PictureView.Whole(SmartPictures.Of(2000, 1500, cross)), new BoxToSearch(600, 200, 1400, 1000), []);
        SmartPictures.Overlap(selection.Runs(), 2000, 1500, cross).Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void Box_AskedTwice_AnswersTheSame()
    {
        var picture = View(SmartPictures.Ring(300, 220, 30, 90));
        using var first = s_tools.SelectInBox(picture, new BoxToSearch(190, 110, 410, 330), []);
        using var second = s_tools.SelectInBox(picture, new BoxToSearch(190, 110, 410, 330), []);
        second.Runs().Should().Equal(first.Runs());
    }

    [Fact]
    public void Strokes_OnASecondObject_TakeItOutAndPutItBack()
    {
        var left = SmartPictures.Disk(250, 240, 60);
        var right = SmartPictures.Disk(400, 240, 60);
        var picture = View((x, y) => left(x, y) || right(x, y));
        var box = new BoxToSearch(170, 160, 480, 320);
        SmartStroke away = new([370, 240, 430, 240], 20, IsForeground: false), back = away with { IsForeground = true };

        using var both = s_tools.SelectInBox(picture, box, []);
        both.Outlines(1, 20, 1000).Should().HaveCount(2);
        using var one = s_tools.SelectInBox(picture, box, [away]);
        one.Outlines(1, 20, 1000)[0].AreaPx.Should().BeApproximately(Math.PI * 3600, 500);
        IsSelected(one, 400, 240).Should().BeFalse();
        using var again = s_tools.SelectInBox(picture, box, [away, back]);
        IsSelected(again, 400, 240).Should().BeTrue("the last stroke counts");
    }

    [Fact]
    public void Stroke_OnTheObjectOutsideTheBox_WidensTheSearch()
    {
        var bar = (int x, int y) => x is > 150 and < 500 && y is > 200 and < 260;
        using var selection = s_tools.SelectInBox(View(bar), new BoxToSearch(140, 190, 300, 270), [new SmartStroke([250, 230, 480, 230], 8, IsForeground: true)]);
        IsSelected(selection, 470, 230).Should().BeTrue();
    }

    [Fact]
    public void Box_OfEvenColour_SaysThatNothingStandsOut()
    {
        var picture = PictureView.Whole(TestImages.Filled(200, 200, 120, 120, 120));
        var search = () => s_tools.SelectInBox(picture, new BoxToSearch(50, 50, 150, 150), []);
        search.Should().Throw<DomainRuleException>().Which.Code.Should().Be("smart.nothing_found");
    }

    [Fact]
    public void Box_OverTheWholePicture_StillHasABackground()
    {
        var disk = SmartPictures.Disk(320, 240, 150);
        using var selection = s_tools.SelectInBox(View(disk), new BoxToSearch(0, 0, Width, Height), []);
        SmartPictures.Overlap(selection.Runs(), Width, Height, disk).Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void Outlines_OfARectangle_RunAlongItsPixelsEdges()
    {
        var image = TestImages.Filled(60, 50, 200, 200, 200);
        TestImages.FillRectangle(image, 10, 5, 30, 25, 20, 20, 20);
        using var selection = s_tools.SelectSimilar(PictureView.Whole(image), 12, 8, 10, isContiguous: true);
        var part = selection.Outlines(0.5, 0, 100).Should().ContainSingle().Subject;
        part.AreaPx.Should().Be(400);
        part.Rings.Should().ContainSingle().Which.Chunk(2).Select(point => (point[0], point[1])).Should().BeEquivalentTo([(10d, 5d), (30d, 5d), (30d, 25d), (10d, 25d)]);
    }

    [Fact]
    public void Outlines_OfARing_HaveItsHole()
    {
        using var selection = s_tools.SelectInBox(View(SmartPictures.Ring(300, 220, 40, 90)), new BoxToSearch(190, 110, 410, 330), []);
        var part = selection.Outlines(0.5, 20, 1000)[0];
        part.Rings.Should().HaveCount(2);
        SmartPictures.Area(part.Rings[0]).Should().BeApproximately(Math.PI * 8100, 700);
        SmartPictures.Area(part.Rings[1]).Should().BeApproximately(Math.PI * 1600, 400);
    }

    [Fact]
    public void Outlines_OfPartsInHoles_NestAsTheyLie()
    {
        var image = TestImages.Filled(60, 60, 200, 200, 200);
        TestImages.FillRectangle(image, 5, 5, 50, 50, 20, 20, 20);
        TestImages.FillRectangle(image, 10, 10, 30, 40, 200, 200, 200);
        TestImages.FillRectangle(image, 35, 10, 45, 20, 200, 200, 200);
        TestImages.FillRectangle(image, 15, 15, 25, 30, 20, 20, 20);
        using var selection = s_tools.SelectSimilar(PictureView.Whole(image), 7, 7, 10, isContiguous: false);
        var parts = selection.Outlines(0, 0, 1000);
        parts.Select(part => (part.AreaPx, part.Rings.Count)).Should().Equal(((45 * 45) - (20 * 30) - 100, 3), (150, 1));
        parts.SelectMany(part => part.Rings).Select(SmartPictures.Area).Should().Equal(45 * 45, 20 * 30, 100, 150);
    }

    [Fact]
    public void Outlines_OfPixelsThatTouchAtACorner_AreOnePart()
    {
        var image = TestImages.Filled(20, 20, 200, 200, 200);
        TestImages.FillRectangle(image, 2, 2, 6, 6, 20, 20, 20);
        TestImages.FillRectangle(image, 6, 6, 9, 9, 20, 20, 20);
        using var selection = s_tools.SelectSimilar(PictureView.Whole(image), 3, 3, 10, isContiguous: false);
        var part = selection.Outlines(0, 0, 1000).Should().ContainSingle().Subject;
        part.AreaPx.Should().Be(25);
        part.Rings.Should().ContainSingle().Which.Should().HaveCount(16);
    }

    [Fact]
    public void Outlines_WithTooManyPoints_LosePrecisionNotTheObject()
    {
        using var selection = s_tools.SelectInBox(View(SmartPictures.Disk(300, 220, 90)), new BoxToSearch(190, 110, 410, 330), []);
        var part = selection.Outlines(0, 0, 24)[0];
        part.Rings.Sum(ring => ring.Count / 2).Should().BeLessThanOrEqualTo(24);
        SmartPictures.Area(part.Rings[0]).Should().BeApproximately(Math.PI * 8100, 1500);
    }

    [Fact]
    public void Flood_ThroughAGap_DependsOnContiguity()
    {
        var image = TestImages.Filled(100, 40, 10, 10, 10);
        TestImages.FillRectangle(image, 5, 5, 30, 30, 200, 60, 60);
        TestImages.FillRectangle(image, 60, 5, 90, 30, 205, 60, 60);
        var picture = PictureView.Whole(image);
        using var near = s_tools.SelectSimilar(picture, 10, 10, 8, isContiguous: true);
        RunsArea(near).Should().Be(25 * 25);
        using var all = s_tools.SelectSimilar(picture, 10, 10, 8, isContiguous: false);
        RunsArea(all).Should().Be((25 * 25) + (30 * 25));
        using var exact = s_tools.SelectSimilar(picture, 10, 10, 0, isContiguous: false);
        RunsArea(exact).Should().Be(25 * 25);
    }

    [Fact]
    public void Flood_AtTheLastCorner_IsInside()
    {
        using var selection = s_tools.SelectSimilar(PictureView.Whole(TestImages.Filled(20, 10, 1, 2, 3)), 20, 10, 0, isContiguous: true);
        selection.Runs().Should().Equal(0, 200);
    }

    [Fact]
    public void Answers_OfAReducedPart_AreInPixelsOfTheWholeImage()
    {
        // A quarter-scale view of the image from (1000, 400) on, with a square of 10 × 10 picture pixels.
        var part = TestImages.Filled(50, 40, 220, 220, 220);
        TestImages.FillRectangle(part, 20, 10, 30, 20, 20, 20, 20);
        using var selection = s_tools.SelectSimilar(new PictureView(part, 1000, 400, 4, 2000, 1000), 1000 + (4 * 22), 400 + (4 * 12), 5, isContiguous: true);
        var bounds = Core.Annotations.Geometry.RunLengths.Bounds(selection.Runs(), 1000);
        bounds.Should().Be(new Core.Annotations.Geometry.BoxGeometry(1080, 440, 40, 40));
        selection.Runs().Sum().Should().Be(2_000_000);
        selection.Outlines(1, 0, 100)[0].Should().BeEquivalentTo(new { AreaPx = 1600.0 });
    }

    [Fact]
    public void EdgePath_BetweenPointsOnADisk_FollowsItsBorder()
    {
        using var map = s_tools.MapEdges(View(SmartPictures.Disk(300, 220, 90)), 300, 130, 256);
        var path = map.PathTo(390, 220);
        path.Take(2).Should().Equal(300, 130);
        path.TakeLast(2).Should().Equal(390, 220);
        path.Count.Should().BeGreaterThan(8);
        foreach (var point in path.Chunk(2))
        {
            Math.Sqrt(Math.Pow(point[0] - 300, 2) + Math.Pow(point[1] - 220, 2)).Should().BeApproximately(90, 2.5);
        }
    }

    [Fact]
    public void EdgePath_OutOfReach_IsRefused()
    {
        using var map = s_tools.MapEdges(View(SmartPictures.Disk(300, 220, 90)), 20, 20, 64);
        var beyond = () => map.PathTo(300, 20);
        beyond.Should().Throw<ArgumentException>();
        map.Bytes.Should().BeGreaterThan(0);
    }

    [Fact]
    public void EdgePath_FromTheFarCorner_StaysInside()
    {
        using var map = s_tools.MapEdges(PictureView.Whole(TestImages.Quadrants()), 64, 32, 256);
        map.PathTo(0, 0).TakeLast(2).Should().Equal(0, 0);
    }

    [Theory]
    [InlineData(10, 10, 10, 20)]
    [InlineData(30, 10, 20, 20)]
    [InlineData(-50, -50, -10, -10)]
    [InlineData(double.NaN, 0, 10, 10)]
    public void Box_ThatIsNone_IsRefusedAndNeverCrashes(double left, double top, double right, double bottom)
    {
        var search = () => s_tools.SelectInBox(PictureView.Whole(TestImages.Quadrants()), new BoxToSearch(left, top, right, bottom), []);
        search.Should().Throw<ArgumentException>();
    }

    private static PictureView View(Func<int, int, bool> inside) => PictureView.Whole(SmartPictures.Of(Width, Height, inside));

    private static long RunsArea(ISelection selection) => Core.Annotations.Geometry.RunLengths.Area(selection.Runs());

    private static bool IsSelected(ISelection selection, int x, int y)
    {
        long position = 0, wanted = ((long)x * Height) + y;
        var runs = selection.Runs();
        for (var i = 0; i < runs.Count; i++)
        {
            position += runs[i];
            if (wanted < position)
            {
                return i % 2 == 1;
            }
        }

        return false;
    }
}
