using System.Text;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Coco;

namespace Platform.Tests.Interchange;

public sealed class CocoImporterTests
{
    private readonly CocoImporter _importer = new();

    [Fact]
    public async Task Read_AnnotationsBeforeWhatTheyName_AreJoined()
    {
        var source = Sources.Of(("annotations/instances_val2017.json", """
            {"annotations":[{"id":1,"image_id":40,"category_id":7,"bbox":[1,2,3,4],"iscrowd":1,"attributes":{"occluded":false}}],
             "info":{"deep":[{"a":[1,2,{"b":null}]}]},"images":[{"id":40,"file_name":"sub\\b.jpg","width":50,"height":60}],"categories":[{"id":7,"name":"cell"}]}
            """));

        var image = (await _importer.ReadAsync(source)).OfType<ImportedImage>().Single();

        image.Should().BeEquivalentTo(new { Name = "sub/b.jpg", Width = 50, Height = 60, Split = Core.Datasets.Model.SplitKind.Val });
        image.Shapes.Single().Should().BeEquivalentTo(new { ClassName = "cell", Attributes = """{"occluded":false,"crowd":true}""" });
        image.Shapes.Single().Geometries.Should().Equal(new BoxGeometry(1, 2, 3, 4));
    }

    [Fact]
    public async Task Read_EveryKindOfSegmentation_GivesItsShapeAndABox()
    {
        var source = Sources.Of(("a.json", """
            {"images":[{"id":1,"file_name":"a.jpg"}],"categories":[{"id":1,"name":"c"}],"annotations":[
            {"image_id":1,"category_id":1,"segmentation":[[0,0,9,0,9,9],[1,1,2,2]]},
            {"image_id":1,"category_id":1,"segmentation":{"counts":[5,2,2,2,2,2,5],"size":[4,5]},"bbox":[1,1,3,2]},
            {"image_id":1,"category_id":1,"segmentation":{"counts":"5220003","size":[4,5]}},
            {"image_id":1,"category_id":1,"segmentation":[[]],"bbox":[1,1,3,2]},
            {"image_id":1,"category_id":1,"keypoints":[1,2,2,0,0,0],"bbox":[1,1,3,2]}]}
            """));

        var shapes = (await _importer.ReadAsync(source)).OfType<ImportedImage>().Single().Shapes;

        shapes[0].Geometries[0].Should().BeOfType<PolygonGeometry>().Which.Rings.Should().ContainSingle();
        shapes[0].Geometries[1].Should().Be(new BoxGeometry(0, 0, 9, 9));
        shapes[1].Geometries.Should().Equal(new MaskGeometry(4, 5, "5220003"), new BoxGeometry(1, 1, 3, 2));
        shapes[2].Geometries.Should().Equal(new MaskGeometry(4, 5, "5220003"), new BoxGeometry(1, 1, 3, 2));
        shapes[3].Geometries.Should().Equal(new BoxGeometry(1, 1, 3, 2));
        shapes[4].Geometries[0].Should().BeOfType<KeypointsGeometry>();
    }

    [Fact]
    public async Task Read_BadRows_AreReportedAndTheRestKept()
    {
        var source = Sources.Of(("a.json", """
            {"images":[{"id":1,"file_name":"a.jpg"},{"id":"x"},{"file_name":"b"}],"categories":[{"id":1,"name":"c"}],"annotations":[
            {"image_id":1,"category_id":9,"bbox":[1,1,3,2]},{"image_id":7,"category_id":1,"bbox":[1,1,3,2]},
            {"image_id":1,"category_id":1,"bbox":[1,1,0,2]},{"image_id":1,"category_id":1,"segmentation":{"counts":"!!","size":[4,5]}},
            {"bbox":[1,1,3,2]},17,{"image_id":1,"category_id":1,"bbox":[1,1,3,2]}]}
            """));

        var items = await _importer.ReadAsync(source);

        items.OfType<ImportedImage>().Single().Shapes.Should().ContainSingle();
        items.OfType<ImportProblem>().Should().HaveCount(8);
    }

    [Theory]
    [InlineData("""{"images":[{"id":1,"file_name":"a.jpg"}],"categories":[],"annotations":[{"image""")]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("{nonsense")]
    public async Task Read_BrokenFile_IsAProblemAndNoException(string text)
    {
        var items = await _importer.ReadAsync(Sources.Of(("a.json", text)));

        items.OfType<ImportProblem>().Should().ContainSingle().Which.Code.Should().Be(ImportCodes.FileUnreadable);
    }

    [Fact]
    public void RootArrays_ReadThroughATinyWindow_GiveEveryElementOnce()
    {
        var large = new string('x', 200_000);
        var json = "\uFEFF{\"skip\":{\"a\":[1,2]},\"images\":[" + string.Join(",", Enumerable.Range(0, 3000).Select(i => $"{{\"id\":{i}}}")) + $",{{\"id\":-1,\"name\":\"{large}\"}}],\"n\":1}}";
        var arrays = new JsonRootArrays(new TricklingStream(Encoding.UTF8.GetBytes(json)));
        var ids = new List<int>();

        while (arrays.TryRead(out var array, out var element))
        {
            array.Should().Be("images");
            ids.Add(element.GetProperty("id").GetInt32());
        }

        ids.Should().Equal(Enumerable.Range(0, 3000).Append(-1));
    }

    // Gives at most 777 bytes a read, so that elements are cut at every place.
    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 777));
    }
}
