using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Yolo;

namespace Platform.Tests.Interchange;

public sealed class YoloImporterTests
{
    private readonly YoloImporter _importer = new();

    [Theory]
    [InlineData("names: ['cat', \"dog, big\", bird]")]
    [InlineData("names: {0: cat, 1: \"dog, big\", 2: 'bird'}")]
    [InlineData("names:\n  - cat\n  - \"dog, big\"\n  - bird")]
    [InlineData("names:\n- cat\n- dog, big # the large one\n- bird\nnc: 3")]
    [InlineData("path: .\r\nnames:\r\n  0: cat\r\n  2: bird\r\n  1: dog, big\r\n")]
    [InlineData("names: [cat,\n  'dog, big',\n  bird]\ntrain: images/train")]
    public void Names_InEveryForm_AreTheSame(string yaml)
    {
        var names = YoloNames.FromYaml("data.yaml", yaml.ReplaceLineEndings("\n").Split('\n'))!;

        names.Names.OrderBy(pair => pair.Key).Select(pair => pair.Value).Should().Equal("cat", "dog, big", "bird");
    }

    [Fact]
    public async Task Read_BoxPolygonAndPrediction_GivesSharesOfTheImage()
    {
        var source = Sources.Of(
            ("data.yaml", "names: [a, b]"), ("data/labels/train/x.txt", "0 0.5 0.5 0.2 0.4\n\n1 0.1 0.1 0.9 0.1 0.9 0.9\n0 0.5 0.5 0.2 0.4 0.97\r\n"), ("README.txt", "hello"));

        var image = (await _importer.ReadAsync(source)).OfType<ImportedImage>().Single();

        image.Name.Should().Be("data/images/train/x");
        image.Split.Should().Be(SplitKind.Train);
        image.Shapes.Select(shape => shape.ClassName).Should().Equal("a", "b", "a");
        image.Shapes.Should().OnlyContain(shape => shape.IsNormalized);
        image.Shapes[0].Geometries.Should().Equal(new BoxGeometry(0.4, 0.3, 0.2, 0.4));
        image.Shapes[1].Geometries[0].Should().BeOfType<PolygonGeometry>();
    }

    [Fact]
    public async Task Read_PoseRows_GiveKeypointsAndABox()
    {
        var source = Sources.Of(("data.yaml", "names: [p]\nkpt_shape: [2, 2]"), ("labels/x.txt", "0 0.5 0.5 0.2 0.4 0.1 0.2 0 0"));

        var shape = (await _importer.ReadAsync(source)).OfType<ImportedImage>().Single().Shapes.Single();

        shape.Geometries[0].Should().BeOfType<KeypointsGeometry>().Which.Points.Should().Equal(0.1, 0.2, 2, 0, 0, 0);
        shape.Geometries[1].Should().BeOfType<BoxGeometry>();
    }

    [Fact]
    public async Task Read_BadRows_NameTheirLine()
    {
        var source = Sources.Of(("data.yaml", "names: [a]"), ("labels/x.txt", "0 0.5 0.5\n5 0.5 0.5 0.1 0.1\nzero 1 1 1 1\n0.5 1 1 1 1\n0 nan 0 0 0\n0 0.5 0.5 0.1 0.1"));

        var items = await _importer.ReadAsync(source);

        items.OfType<ImportProblem>().Select(problem => problem.Source).Should().Equal(Enumerable.Range(1, 5).Select(line => $"labels/x.txt, line {line}"));
        items.OfType<ImportedImage>().Single().Shapes.Should().ContainSingle();
    }

    [Fact]
    public async Task Read_DarknetLayout_TakesNamesAndSplitsFromItsFiles()
    {
        var source = Sources.Of(("obj.names", "a\nb\n"), ("train.txt", "data/obj_train_data/1.jpg\n"), ("obj_train_data/1.txt", "1 0.5 0.5 0.2 0.4"));

        var image = (await _importer.ReadAsync(source)).OfType<ImportedImage>().Single();

        image.Split.Should().Be(SplitKind.Train);
        image.Shapes.Single().ClassName.Should().Be("b");
    }
}
