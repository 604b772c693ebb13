using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Interchange;

public sealed class ImportPlannerTests
{
    [Fact]
    public async Task Plan_ClassThatTheOntologyLacks_IsListedWithAdviceAndLeftOut()
    {
        var source = Sources.Of(("a.xml", Sources.Voc("a.jpg", ("cell", Sources.Box(1, 1, 9, 9)), ("dust", Sources.Box(1, 1, 9, 9)), ("dust", Sources.Box(2, 2, 9, 9)))));

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.Voc, [Sources.Target("a.jpg")], [Sources.Class("cell")]);

        images.Single().Shapes.Should().ContainSingle();
        report.Classes.Should().Equal(new ImportedClassCount("cell", 1, "cell"));
        report.UnknownClasses.Should().Equal(new UnknownClass("dust", 2));
        report.UnknownClasses[0].Advice.Should().Contain("map it");
    }

    [Fact]
    public async Task Plan_WithAClassMap_RenamesAndSkips()
    {
        var source = Sources.Of(("a.xml", Sources.Voc("a.jpg", ("zelle", Sources.Box(1, 1, 9, 9)), ("dust", Sources.Box(1, 1, 9, 9)))));
        var map = new Dictionary<string, string?> { ["zelle"] = "cell", ["dust"] = null };

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.Voc, [Sources.Target("a.jpg")], [Sources.Class("cell")], map);

        images.Single().Shapes.Should().ContainSingle();
        report.UnknownClasses.Should().BeEmpty();
        report.Classes.Should().Equal(new ImportedClassCount("dust", 1, null), new ImportedClassCount("zelle", 1, "cell"));
    }

    [Fact]
    public async Task Plan_BoxesOverTheEdgeAndOutside_AreCutAndRefusedWithReport()
    {
        var source = Sources.Of(("a.xml", Sources.Voc(
            "a.jpg", ("cell", Sources.Box(-20, 10, 30, 50)), ("cell", Sources.Box(200, 10, 230, 50)), ("cell", Sources.Box(0, 0, 100.5, 80)))));

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.Voc, [Sources.Target("a.jpg")], [Sources.Class("cell")]);

        images.Single().Shapes.Select(shape => shape.Geometry).Should().Equal(new BoxGeometry(0, 10, 30, 40), new BoxGeometry(0, 0, 100, 80));
        report.ClippedShapes.Should().Be(2);
        report.Problems.Select(problem => problem.Code).Should().Equal(ImportCodes.Clipped, ImportCodes.OutsideImage);
        report.Problems[1].Message.Should().Contain("100×80");
    }

    [Fact]
    public async Task Plan_MissingAmbiguousEmptyAndUnnamedImages_AreAllListed()
    {
        var source = Sources.Of(
            ("Annotations/a.xml", Sources.Voc("a.jpg", ("cell", Sources.Box(1, 1, 9, 9)))), ("Annotations/gone.xml", Sources.Voc("gone.jpg", ("cell", Sources.Box(1, 1, 9, 9)))),
            ("Annotations/twice.xml", Sources.Voc("twice.jpg", ("cell", Sources.Box(1, 1, 9, 9)))), ("Annotations/empty.xml", Sources.Voc("empty.jpg")));
        ImportTarget[] targets = [Sources.Target("JPEGImages/A.JPG"), Sources.Target("x/twice.jpg"), Sources.Target("y/twice.jpg"), Sources.Target("empty.jpg"), Sources.Target("new.jpg")];

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.Voc, targets, [Sources.Class("cell")]);

        images.Select(image => image.Target.FileName).Should().Equal("JPEGImages/A.JPG", "empty.jpg");
        report.MissingImages.Should().Equal("gone.jpg", "twice.jpg");
        report.Problems.Should().ContainSingle(problem => problem.Code == ImportCodes.AmbiguousImage);
        report.ImagesWithoutShapes.Should().Equal("empty.jpg");
        report.ImagesWithoutAnnotations.Should().Equal("new.jpg", "x/twice.jpg", "y/twice.jpg");
    }

    [Fact]
    public async Task Plan_SameNameInTwoSplits_FindsEachByItsFolder()
    {
        var source = Sources.Of(("data.yaml", "names: [cell]"), ("labels/train/1.txt", "0 .5 .5 .1 .1"), ("labels/val/1.txt", "0 .5 .5 .1 .1"));

        var (images, _) = await Sources.PlanAsync(source, InterchangeFormat.Yolo, [Sources.Target("set/val/1.jpg"), Sources.Target("set/train/1.jpg")], [Sources.Class("cell")]);

        images.Select(image => image.Target.FileName).Should().Equal("set/train/1.jpg", "set/val/1.jpg");
        images[0].Shapes.Single().Geometry.Should().Be(new BoxGeometry(45, 36, 10, 8));
    }

    [Fact]
    public async Task Plan_ClassTypes_ChooseTheGeometry()
    {
        var source = Sources.Of(("a.json", """
            {"images":[{"id":1,"file_name":"a.jpg"}],"categories":[{"id":1,"name":"poly"},{"id":2,"name":"box"},{"id":3,"name":"tag"},{"id":4,"name":"mask"}],"annotations":[
            {"image_id":1,"category_id":1,"segmentation":[[0,0,9,0,9,9]]},{"image_id":1,"category_id":2,"segmentation":[[0,0,9,0,9,9]]},
            {"image_id":1,"category_id":3,"bbox":[1,1,2,2]},{"image_id":1,"category_id":3,"bbox":[4,4,2,2]},{"image_id":1,"category_id":4,"bbox":[4,4,2,2]}]}
            """));
        ImportClass[] classes = [Sources.Class("poly", ShapeType.Polygon), Sources.Class("box"), Sources.Class("tag", null), Sources.Class("mask", ShapeType.Mask)];

        var (images, report) = await Sources.PlanAsync(source, InterchangeFormat.Coco, [Sources.Target("a.jpg")], classes);

        images.Single().Shapes.Select(shape => shape.Geometry.Type).Should().Equal(ShapeType.Polygon, ShapeType.Bbox, null);
        report.Problems.Should().ContainSingle().Which.Code.Should().Be(ImportCodes.TypeMismatch);
    }
}
