using Platform.Core.Interchange;
using Platform.Tests.Support;

namespace Platform.Tests.Interchange;

/// <summary>Other tools' own test data sets.</summary>
public sealed class InterchangeDataTests
{
    [Theory]
    [InlineData("voc_dataset/voc_dataset1", InterchangeFormat.Voc, 1, 2)]
    [InlineData("voc_dataset/voc_dataset2", InterchangeFormat.Voc, 5, 4)]
    [InlineData("coco_dataset/coco_instances", InterchangeFormat.Coco, 2, 3)]
    [InlineData("coco_dataset/coco", InterchangeFormat.Coco, 2, 3)]
    [InlineData("coco_dataset/coco_person_keypoints", InterchangeFormat.Coco, 2, 3)]
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
}
