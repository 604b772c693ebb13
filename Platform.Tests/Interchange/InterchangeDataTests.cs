using Platform.Core.Interchange;
using Platform.Tests.Support;

namespace Platform.Tests.Interchange;

/// <summary>Other tools' own test data sets.</summary>
public sealed class InterchangeDataTests
{
    [Theory]
    [InlineData("voc_dataset/voc_dataset1", InterchangeFormat.Voc, 1, 3)]
    [InlineData("voc_dataset/voc_dataset2", InterchangeFormat.Voc, 5, 4)]
    [InlineData("coco_dataset/coco_instances", InterchangeFormat.Coco, 2, 3)]
    [InlineData("coco_dataset/coco", InterchangeFormat.Coco, 2, 6)]
    [InlineData("coco_dataset/coco_labels", InterchangeFormat.Coco, 2, 3)]
    [InlineData("coco_dataset/coco_person_keypoints", InterchangeFormat.Coco, 2, 3)]
    [InlineData("cvat_dataset/for_images/export_project", InterchangeFormat.CvatImages, 6, 12)]
    [InlineData("cvat_dataset/for_video", InterchangeFormat.CvatVideo, 1, 7)]
    [InlineData("datumaro_dataset/legacy", InterchangeFormat.Datumaro, 4, 7)]
    [InlineData("yolo_dataset/labels", InterchangeFormat.Yolo, 2, 4)]
    [InlineData("yolo_dataset/strict", InterchangeFormat.Yolo, 1, 2)]
    [InlineData("yolo_dataset/annotations", InterchangeFormat.Yolo, 1, 2)]
    public async Task Scan_OfARealDataSet_FindsItsImagesAndShapes(string folder, InterchangeFormat format, int images, int shapes)
    {
        var path = Path.Combine(Repo.SharedData, "interchange", folder);
        Assert.SkipUnless(Directory.Exists(path), $"The data sets are not at {path}.");

        var scan = await ImportScan.ReadAsync(new FolderImportSource(path), null, ImportOptions.Default, TestContext.Current.CancellationToken);

        scan.Format.Should().Be(format);
        scan.AnnotatedImages.Should().Be(images);
        scan.Shapes.Should().Be(shapes);
        scan.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Scan_OfShapesWithoutALabel_ReportsEachAndReadsTheRest()
    {
        var path = Path.Combine(Repo.SharedData, "interchange/cvat_dataset/for_images/export_task");
        Assert.SkipUnless(Directory.Exists(path), $"The data sets are not at {path}.");

        var scan = await ImportScan.ReadAsync(new FolderImportSource(path), null, ImportOptions.Default, TestContext.Current.CancellationToken);

        scan.Should().BeEquivalentTo(new { Format = InterchangeFormat.CvatImages, AnnotatedImages = 2, Shapes = 2 });
        scan.Problems.Should().HaveCount(2).And.OnlyContain(problem => problem.Code == ImportCodes.RowUnreadable);
    }

    [Fact]
    public async Task CvatVideo_WhereTheVersionHoldsItsFrames_FallsBackToThem()
    {
        var path = Path.Combine(Repo.SharedData, "interchange/cvat_dataset/for_video");
        Assert.SkipUnless(Directory.Exists(path), $"The data sets are not at {path}.");
        ImportClass[] classes = [Sources.Class("II"), Sources.Class("klhg", Core.Ontologies.Model.ShapeType.Keypoints)];

        var (images, report) = await Sources.PlanAsync(
            new FolderImportSource(path), InterchangeFormat.CvatVideo, [Sources.Target("images/frame_000010.png", 25, 20), Sources.Target("images/frame_000013.png", 25, 20)], classes);

        images.Select(image => (image.Target.FileName, image.Shapes.Count)).Should().Equal(("images/frame_000010.png", 2), ("images/frame_000013.png", 0));
        report.MissingImages.Should().BeEmpty();
    }
}
