using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Imaging;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Datumaro;
using Platform.Core.Interchange.Labelme;
using Platform.Core.Interchange.LabelStudio;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Interchange;

/// <summary>Datumaro, labelme and Label Studio as other tools write them.</summary>
public sealed class JsonImporterTests
{
    [Fact]
    public async Task Datumaro_ItemsBeforeTheirLabels_AreReadWithGroupsJoined()
    {
        var source = Sources.Of(("annotations/val.json", """
            {"items":[{"id":"a","image":{"path":"a.jpg","size":[80,100]},"annotations":[
            {"id":0,"type":"polygon","label_id":0,"group":4,"points":[0,0,9,0,9,9]},{"id":1,"type":"bbox","label_id":0,"group":4,"bbox":[0,0,9,9]},{"id":2,"type":"polygon","label_id":0,"group":4,"points":[20,20,29,20,29,29]},
            {"id":3,"type":"points","label_id":1,"group":0,"points":[1,2,3,4],"visibility":[2,1],"z_order":5,"attributes":{"x":1}},{"id":4,"type":"label","label_id":0,"group":4},
            {"id":5,"type":"mask","label_id":0,"group":0,"rle":{"counts":"018","size":[80,100]}},{"id":6,"type":"caption","caption":"hello"},{"id":7,"type":"bbox","label_id":9,"bbox":[1,1,2,2]},{"id":8,"type":"bbox","label_id":0}]}],
            "categories":{"label":{"labels":[{"name":"cell","parent":""},{"name":"hand","parent":""},{"name":"thumb","parent":"hand"}]}}}
            """));

        var items = await new DatumaroImporter().ReadAsync(source);

        items.OfType<ImportedClasses>().Single().Names.Should().Equal("cell", "hand");
        var image = items.OfType<ImportedImage>().Single();
        image.Should().BeEquivalentTo(new { Name = "a.jpg", Width = 100, Height = 80, Split = SplitKind.Val });
        ((PolygonGeometry)image.Shapes[0].Geometries[0]).Rings.Should().HaveCount(2);
        image.Shapes[0].Geometries[1].Should().Be(new BoxGeometry(0, 0, 29, 29));
        (image.Shapes[1].Geometries[0].As<KeypointsGeometry>().Points[5], image.Shapes[1].ZOrder, image.Shapes[1].Attributes).Should().Be((1, 5, """{"x":1}"""));
        image.Shapes[2].Geometries.Should().Equal(TagGeometry.Instance);
        RunLengths.Decode(((MaskGeometry)image.Shapes[3].Geometries[0]).Counts).Sum().Should().Be(8000, "runs that do not fill the image are background");
        items.OfType<ImportProblem>().Select(problem => problem.Code).Should().Equal(ImportCodes.UnsupportedShape, ImportCodes.UnsupportedShape, ImportCodes.RowUnreadable);
    }

    [Fact]
    public async Task Labelme_EveryShape_GivesItsGeometry()
    {
        var mask = Convert.ToBase64String(IndexedPng.Write(2, 2, [0, 255, 255, 0], palette: null));
        var source = Sources.Of(("data/train/a.json", $$"""
            {"version":"5.5.0","flags":{"blurred":true,"dark":false},"imagePath":"..\\images\\a.jpg","imageData":"AAAA","imageHeight":80,"imageWidth":100,"shapes":[
            {"label":"box","points":[[9,8],[1,2]],"group_id":null,"shape_type":"rectangle","flags":{"occluded":true,"x":false},"difficult":true},
            {"label":"poly","points":[[0,0],[9,0],[9,9]],"group_id":1,"shape_type":"polygon"},{"label":"poly","points":[[20,0],[29,0],[29,9]],"group_id":1,"shape_type":"polygon"},
            {"label":"round","points":[[50,40],[50,45]],"shape_type":"circle"},{"label":"line","points":[[0,0],[5,5]],"shape_type":"linestrip"},
            {"label":"mask","points":[[3,2],[4,3]],"shape_type":"mask","mask":"{{mask}}"},
            {"label":"person","points":[[10,10],[20,30]],"group_id":7,"shape_type":"rectangle"},{"label":"nose","points":[[15,12]],"group_id":7,"shape_type":"point"},
            {"label":"odd","points":[[1,2]],"shape_type":"spline"},{"label":"broken","points":[[1]],"shape_type":"polygon"},{"points":[[1,2]]}]}
            """));

        var items = await new LabelmeImporter().ReadAsync(source);

        var image = items.OfType<ImportedImage>().Single();
        image.Names.Should().Equal("data/train/images/a.jpg", "images/a.jpg", "data/train/a");
        (image.Split, image.Width, image.Height).Should().Be((SplitKind.Train, 100, 80));
        image.Shapes.Select(shape => shape.ClassName).Should().Equal("blurred", "box", "poly", "round", "line", "mask", "person");
        (image.Shapes[1].Geometries[0], image.Shapes[1].Attributes).Should().Be((new BoxGeometry(1, 2, 8, 6), """{"occluded":true,"difficult":true}"""));
        ((PolygonGeometry)image.Shapes[2].Geometries[0]).Rings.Should().HaveCount(2);
        image.Shapes[3].Geometries[1].Bounds.Width.Should().BeApproximately(10, 1e-9);
        MaskCrop.Of((MaskGeometry)image.Shapes[5].Geometries[0]).Should().BeEquivalentTo(new MaskCrop(3, 2, 2, 2, [0, 1, 1, 0]));
        image.Shapes[6].Geometries[0].As<NamedPoints>().Points.Should().Equal(new NamedPoint("nose", 15, 12, 2));
        items.OfType<ImportProblem>().Select(problem => problem.Code).Should().Equal(ImportCodes.UnsupportedShape, ImportCodes.RowUnreadable, ImportCodes.RowUnreadable);
    }

    [Fact]
    public async Task LabelStudio_Task_IsReadFromItsFirstAnnotationThatCounts()
    {
        var source = Sources.Of(("export.json", """
            [{"id":1,"data":{"image":"/data/upload/3/1a2b3c4d-cells%201.jpg"},"predictions":[{"result":[{"type":"rectanglelabels","value":{"x":0,"y":0,"width":1,"height":1,"rectanglelabels":["ghost"]}}]}],
            "annotations":[{"was_cancelled":true,"result":[{"type":"choices","value":{"choices":["ghost"]}}]},{"result":[
            {"id":"r1","type":"rectanglelabels","original_width":200,"original_height":100,"value":{"x":10,"y":20,"width":30,"height":40,"rotation":0,"rectanglelabels":["cell"]}},
            {"id":"r2","type":"polygonlabels","original_width":200,"original_height":100,"value":{"points":[[0,0],[10,0],[10,10]],"polygonlabels":["poly"]}},
            {"id":"k1","type":"keypointlabels","parentID":"r1","original_width":200,"original_height":100,"value":{"x":50,"y":50,"width":1,"keypointlabels":["nose"]}},
            {"id":"r3","type":"rectangle","value":{"x":1,"y":1,"width":5,"height":5}},{"id":"r3","type":"labels","value":{"labels":["loose"]}},
            {"type":"choices","value":{"choices":["sick"]}},{"id":"r4","type":"polygonlabels","value":{"polygonlabels":["poly"]}},{"id":"r5","type":"videorectangle","value":{"labels":["cell"]}}]}]},
            {"id":2,"data":{"text":"no image"}}]
            """));

        var items = await new LabelStudioImporter().ReadAsync(source);

        var image = items.OfType<ImportedImage>().First();
        image.Names.Should().Equal("data/upload/3/1a2b3c4d-cells 1.jpg", "1a2b3c4d-cells 1.jpg", "cells 1.jpg");
        image.Shapes.Select(shape => shape.ClassName).Should().Equal("cell", "poly", "loose", "sick");
        image.Shapes[0].Geometries[0].Should().BeOfType<NamedPoints>();
        image.Shapes[0].Geometries[1].Scale(200, 100).Should().Be(new BoxGeometry(20, 20, 60, 40));
        items.OfType<ImportProblem>().Select(problem => problem.Code).Should().Equal(ImportCodes.RowUnreadable, ImportCodes.UnsupportedShape);
    }

    [Theory]
    [InlineData(InterchangeFormat.Datumaro, "{\"items\":[{\"id\":\"a\",")]
    [InlineData(InterchangeFormat.Datumaro, "[]")]
    [InlineData(InterchangeFormat.Labelme, "{\"shapes\":[")]
    [InlineData(InterchangeFormat.Labelme, "{}")]
    [InlineData(InterchangeFormat.LabelStudio, "[{\"id\":1")]
    [InlineData(InterchangeFormat.LabelStudio, "")]
    public async Task Read_BrokenFile_IsOneProblemAndNoException(InterchangeFormat format, string text)
    {
        var items = await AnnotationImporter.For(format).ReadAsync(Sources.Of(("annotations/a.json", text)));

        items.OfType<ImportProblem>().Should().ContainSingle().Which.Code.Should().Be(ImportCodes.FileUnreadable);
    }

    [Fact]
    public void Brush_OfAnyMask_ComesBackAndADamagedOneIsRefused()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var pixels = Enumerable.Range(0, random.Next(1, 400)).Select(_ => (byte)(random.Next(5) == 0 ? 1 : 0)).ToArray();
            BrushRuns.Decode(BrushRuns.Encode(pixels)).Should().Equal(pixels);
        }

        var large = new byte[300_000];
        large[200_000] = 1;
        BrushRuns.Decode(BrushRuns.Encode(large)).Should().Equal(large);
        FluentActions.Invoking(() => BrushRuns.Decode(BrushRuns.Encode([0, 1])[..^2])).Should().Throw<FormatException>();
    }

    // Head: 8 values of 8 bits, lengths of 3, 4, 8 or 16 bits. Then eight values one by one, which our own encoder never writes.
    [Fact]
    public void Brush_OfSingleValues_IsReadByItsAlpha()
    {
        const string Bits = "00000000000000000000000000001000" + "00111" + "0010" + "0011" + "0111" + "1111" + "0" + "00" + "111" + "00000000000000000000000000000000" + "11111111111111111111111111111111" + "00000";

        BrushRuns.Decode([.. Bits.Chunk(8).Select(bits => Convert.ToByte(new string(bits), 2))]).Should().Equal(0, 1);
    }

    [Theory]
    [InlineData(InterchangeFormat.Voc, "Annotations/a.xml", "<annotation/>")]
    [InlineData(InterchangeFormat.CvatImages, "annotations.xml", "<annotations><meta/><image/></annotations>")]
    [InlineData(InterchangeFormat.CvatVideo, "annotations.xml", "<annotations><meta/><track/></annotations>")]
    [InlineData(InterchangeFormat.Coco, "a.json", "{\"info\":{},\"images\":[]}")]
    [InlineData(InterchangeFormat.Datumaro, "annotations/train.json", "{\"infos\":{},\"items\":[]}")]
    [InlineData(InterchangeFormat.Labelme, "a.json", "{\"version\":\"5\",\"shapes\":[]}")]
    [InlineData(InterchangeFormat.LabelStudio, "tasks.json", "[{\"id\":1}]")]
    [InlineData(InterchangeFormat.Yolo, "data.yaml", "names: [a]")]
    [InlineData(InterchangeFormat.ImageFolder, "train/cat/1.jpg", "x")]
    public void Detect_ByNamesAndFirstBytes_FindsTheFormat(InterchangeFormat format, string path, string text) =>
        AnnotationImporter.Detect(Sources.Of((path, text))).Should().Be(format);

    [Theory]
    [InlineData("train/cat/1.jpg", "cat", SplitKind.Train)]
    [InlineData("set/val/dog/more/1.jpg", "dog", SplitKind.Val)]
    [InlineData("set/cat/1.jpg", "cat", null)]
    public async Task ImageFolder_Image_IsTaggedByItsFolder(string path, string className, SplitKind? split)
    {
        var (images, _) = await Sources.PlanAsync(Sources.Of((path, "x")), InterchangeFormat.ImageFolder, [Sources.Target(path)], [Sources.Class(className, null), Sources.Class("x", ShapeType.Bbox)]);

        images.Single().Split.Should().Be(split);
        images.Single().Shapes.Single().Geometry.Should().Be(TagGeometry.Instance);
    }
}
