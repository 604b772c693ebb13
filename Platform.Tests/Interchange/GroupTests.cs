using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Interchange;

/// <summary>Objects that belong together stay together in other tools, and come from there together.</summary>
public sealed class GroupTests
{
    [Theory]
    [InlineData(InterchangeFormat.CvatImages, "annotations.xml", "group_id=\"8\"", "group_id=\"7\"")]
    [InlineData(InterchangeFormat.Datumaro, "annotations/train.json", "\"group\":8", "\"group\":7")]
    [InlineData(InterchangeFormat.Labelme, "train/0 image.json", "\"group_id\":8", "\"group_id\":7")]
    public async Task Groups_Exported_AreNumbersOfTheFormat_AndComeBackAsTheyWere(InterchangeFormat format, string file, string named, string numbered)
    {
        ExportShape[] shapes = [Grouped("7"), Grouped("0193-b7", 4), Grouped("0193-b7", 6), Grouped(null, 8)];
        var image = SampleVersion.Draw(1)[0] with { Shapes = shapes, Split = Core.Datasets.Model.SplitKind.Train };

        var sink = await SampleVersion.ExportAsync([image], new ExportRequest(format));
        var (planned, report) = await SampleVersion.ImportAsync(sink, [image]);

        var text = sink.Text(file);
        (text.Split(named).Length - 1, text.Split(numbered).Length - 1).Should().Be((2, 1));
        report.Problems.Should().BeEmpty();
        SampleVersion.Line(planned.Single()).Should().Be(SampleVersion.Line(image));
    }

    [Theory]
    [InlineData(InterchangeFormat.Datumaro)]
    [InlineData(InterchangeFormat.Labelme)]
    public async Task PolygonsOfSeveralRings_InOneGroup_StayTwoPolygons(InterchangeFormat format)
    {
        ExportShape Polygon(double x) => new(SampleVersion.Classes[2], new PolygonGeometry([[x, 1, x + 4, 1, x + 4, 4], [x, 9, x + 4, 9, x + 4, 14]]), """{"group":"5"}""");
        var image = SampleVersion.Draw(1)[0] with { Shapes = [Polygon(1), Polygon(40)] };

        var (planned, _) = await SampleVersion.ImportAsync(await SampleVersion.ExportAsync([image], new ExportRequest(format)), [image]);

        SampleVersion.Line(planned.Single()).Should().Be(SampleVersion.Line(image));
    }

    [Fact]
    public async Task CvatsGroup_OfShapesAndTracks_IsTakenOver()
    {
        var source = Sources.Of(("annotations.xml", """
            <annotations><version>1.1</version><image id="0" name="x.jpg" width="100" height="80"><box label="a" group_id="4" xtl="1" ytl="2" xbr="9" ybr="9"/><box label="a" group_id="0" xtl="1" ytl="2" xbr="7" ybr="9"/></image></annotations>
            """));
        var video = Sources.Of(("annotations.xml", """
            <annotations><version>1.1</version><track id="0" label="a" group_id="6"><box frame="0" keyframe="1" outside="0" xtl="1" ytl="2" xbr="9" ybr="9"/></track></annotations>
            """));

        var (images, _) = await Sources.PlanAsync(source, InterchangeFormat.CvatImages, [Sources.Target("x.jpg")], [Sources.Class("a")]);
        var tracks = (await AnnotationImporter.For(InterchangeFormat.CvatVideo).ReadAsync(video)).OfType<ImportedImage>().Single();

        images.Single().Shapes.Select(shape => shape.Attributes).Should().Equal("""{"group":"4"}""", null);
        tracks.Shapes.Single().Attributes.Should().Be("""{"group":"6"}""");
    }

    [Fact]
    public async Task DatumarosGroup_OfTwoBoxes_LosesNeitherAndOfOneObjectsViews_IsNoGroup()
    {
        var source = Sources.Of(("annotations/train.json", """
            {"categories":{"label":{"labels":[{"name":"a"},{"name":"p"}]}},"items":[{"id":"x","annotations":[
              {"type":"bbox","label_id":0,"group":1,"bbox":[1,1,9,9]},{"type":"bbox","label_id":0,"group":1,"bbox":[20,1,9,9]},
              {"type":"polygon","label_id":1,"group":2,"points":[1,1,9,1,9,9]},{"type":"bbox","label_id":1,"group":2,"bbox":[1,1,8,8]}]}]}
            """));

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.Datumaro, [Sources.Target("x.jpg")], [Sources.Class("a"), Sources.Class("p", ShapeType.Polygon)]);

        report.Problems.Should().BeEmpty();
        images.Single().Shapes.Select(shape => shape.Attributes).Should().Equal("""{"group":"1"}""", """{"group":"1"}""", null);
    }

    [Fact]
    public async Task LabelmesGroup_OfDifferentObjects_IsTakenOverAndOfOneObject_IsNot()
    {
        var source = Sources.Of(("x.json", """
            {"imageWidth":100,"imageHeight":80,"imagePath":"x.jpg","shapes":[
              {"label":"a","shape_type":"rectangle","group_id":7,"points":[[1,1],[9,9]]},{"label":"p","shape_type":"polygon","group_id":7,"points":[[1,1],[9,1],[9,9]]},
              {"label":"p","shape_type":"polygon","group_id":8,"points":[[1,1],[19,1],[9,9]]}]}
            """));

        var (images, _) = await Sources.PlanAsync(source, InterchangeFormat.Labelme, [Sources.Target("x.jpg")], [Sources.Class("a"), Sources.Class("p", ShapeType.Polygon)]);

        images.Single().Shapes.Select(shape => shape.Attributes).Should().Equal("""{"group":"7"}""", """{"group":"7"}""", null);
    }

    [Theory]
    [InlineData(InterchangeFormat.Yolo)]
    [InlineData(InterchangeFormat.LabelStudio)]
    public void Groups_InAFormatWithoutThem_AreALossOfTheirOwn(InterchangeFormat format)
    {
        var image = SampleVersion.Draw(1)[0] with { Shapes = [Grouped("7"), Grouped("7")] };

        SampleVersion.Losses(image, new ExportRequest(format)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = LossCodes.Groups, Count = 2, Message = "2 shapes lose their group." });
    }

    private static ExportShape Grouped(string? group, double x = 1) => new(SampleVersion.Classes[1], new BoxGeometry(x, 2, 30, 20), group is null ? null : JsonSerializer.Serialize(new { group }));
}
