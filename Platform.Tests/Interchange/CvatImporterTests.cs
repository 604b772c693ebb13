using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Cvat;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Interchange;

public sealed class CvatImporterTests
{
    private readonly CvatImporter _importer = new();

    [Fact]
    public async Task Read_EveryShapeOfAnImage_GivesItsGeometry()
    {
        var shapes = await ReadAsync("""
            <box label="a" occluded="1" xtl="1.00" ytl="2.00" xbr="4.00" ybr="6.00" z_order="3"><attribute name="n">2.5</attribute><attribute name="ok">true</attribute></box>
            <polygon label="a" points="0.00,0.00;9.00,0.00;9.00,9.00" z_order="0"/>
            <polyline label="a" points="0,0;5,5"/>
            <mask label="a" rle="1, 2, 1" left="3" top="2" width="2" height="2"/>
            <skeleton label="a"><points label="p" outside="0" occluded="1" points="1,2"/><points label="q" outside="1" occluded="0" points="3,4"/></skeleton>
            <tag label="a"/><ellipse label="a" cx="5" cy="5" rx="2" ry="3"/>
            """);

        shapes[0].Geometries.Should().Equal(new BoxGeometry(1, 2, 3, 4));
        (shapes[0].Attributes, shapes[0].ZOrder).Should().Be(("""{"n":2.5,"ok":true,"occluded":true}""", 3));
        shapes[1].Geometries[0].Should().BeOfType<PolygonGeometry>();
        shapes[2].Geometries[0].Should().BeOfType<PolylineGeometry>();
        MaskCrop.Of((MaskGeometry)shapes[3].Geometries[0]).Should().BeEquivalentTo(new MaskCrop(3, 2, 2, 2, [0, 1, 1, 0]));
        shapes[4].Geometries[0].Should().BeOfType<NamedPoints>().Which.Points.Should().Equal(new NamedPoint("p", 1, 2, 1), new NamedPoint("q", 3, 4, 0));
        shapes[5].Geometries.Should().Equal(TagGeometry.Instance);
        var ellipse = shapes[6].Geometries[1].Bounds;
        (ellipse.X, ellipse.Y, ellipse.Width, ellipse.Height).Should().Be((3, 2, 4, 6));
    }

    [Fact]
    public async Task Read_TurnedBox_GivesItsOutlineAndSaysWhatABoxLoses()
    {
        var source = Source("""<box label="a" xtl="10" ytl="20" xbr="30" ybr="40" rotation="45"/>""");

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.CvatImages, [Sources.Target("x.jpg")], [Sources.Class("a")]);
        var (outlined, _) = await Sources.PlanAsync(source, InterchangeFormat.CvatImages, [Sources.Target("x.jpg")], [Sources.Class("a", ShapeType.Polygon)]);

        var box = images.Single().Shapes.Single().Geometry.Bounds;
        box.Width.Should().BeApproximately(20 * Math.Sqrt(2), 1e-3);
        report.Problems.Should().ContainSingle().Which.Code.Should().Be(ImportCodes.RotationLost);
        ((PolygonGeometry)outlined.Single().Shapes.Single().Geometry).Rings[0].Take(2).Select(value => Math.Round(value, 6)).Should().Equal(20, Math.Round(30 - (10 * Math.Sqrt(2)), 6));
    }

    [Fact]
    public async Task Read_BadShapes_AreReportedOneByOne()
    {
        var items = await _importer.ReadAsync(Source("""
            <box label="a" xtl="x" ytl="2" xbr="4" ybr="6"/><polygon label="a" points="1,2;3"/><mask label="a" rle="9,9" left="0" top="0" width="2" height="2"/>
            <cuboid label="a"/><box label="" xtl="1" ytl="2" xbr="4" ybr="6"/><box label="a" xtl="1" ytl="2" xbr="4" ybr="6"/>
            """));

        items.OfType<ImportProblem>().Select(problem => problem.Code).Should().Equal(
            ImportCodes.RowUnreadable, ImportCodes.RowUnreadable, ImportCodes.RowUnreadable, ImportCodes.UnsupportedShape, ImportCodes.RowUnreadable);
        items.OfType<ImportedImage>().Single().Shapes.Should().ContainSingle();
    }

    [Theory]
    [InlineData("<annotations><image name=\"x.jpg\"><box")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotations><image name=\"&x;\"/></annotations>")]
    [InlineData("<other/>")]
    [InlineData("")]
    public async Task Read_BrokenOrHostileFile_IsOneProblemAndNoException(string text)
    {
        var items = await _importer.ReadAsync(Sources.Of(("annotations.xml", text)));

        items.OfType<ImportProblem>().Should().ContainSingle().Which.Code.Should().Be(ImportCodes.FileUnreadable);
    }

    [Fact]
    public async Task Read_Track_GivesItsKeyframesOnTheVideosFrames()
    {
        var source = Sources.Of(("annotations.xml", """
            <annotations><meta><task><name>t</name><subset>Train</subset><labels><label><name>a</name></label></labels><original_size><width>100</width><height>80</height></original_size></task><source>clips/t.mp4</source></meta>
            <track id="0" label="a"><box frame="2" keyframe="1" outside="0" occluded="0" xtl="1" ytl="1" xbr="9" ybr="9"/>
            <box frame="3" keyframe="0" outside="0" occluded="0" xtl="2" ytl="1" xbr="10" ybr="9"/><box frame="4" keyframe="1" outside="1" occluded="0" xtl="3" ytl="1" xbr="11" ybr="9"/></track>
            <track id="1" label="a"><box frame="99" keyframe="1" outside="0" occluded="0" xtl="1" ytl="1" xbr="9" ybr="9"/></track></annotations>
            """));
        var video = Sources.Target("t.mp4") with { FrameCount = 10 };

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.CvatVideo, [video], [Sources.Class("a")]);

        var image = images.Single();
        image.Split.Should().Be(SplitKind.Train);
        image.Shapes.Select(shape => (shape.Frame, shape.Geometry.Bounds.X, shape.Attributes)).Should().Equal((2, 1, null), (4, 3, """{"outside":true}"""));
        image.Shapes.Select(shape => shape.Track).Distinct().Should().ContainSingle().Which.Should().NotBeNull();
        report.Problems.Should().ContainSingle().Which.Code.Should().Be(ImportCodes.FrameMissing);
    }

    private static MemoryImportSource Source(string shapes) => Sources.Of(("annotations.xml", $"""
        <?xml version="1.0" encoding="utf-8"?><annotations><version>1.1</version><meta><task><labels><label><name>a</name><attributes>
        <attribute><name>n</name><input_type>number</input_type></attribute><attribute><name>ok</name><input_type>checkbox</input_type></attribute></attributes></label></labels></task></meta>
        <image id="0" name="x.jpg" width="100" height="80">{shapes}</image></annotations>
        """));

    private async Task<IReadOnlyList<ImportedShape>> ReadAsync(string shapes) => (await _importer.ReadAsync(Source(shapes))).OfType<ImportedImage>().Single().Shapes;
}
