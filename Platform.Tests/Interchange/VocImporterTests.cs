using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Voc;
using Platform.Tests.Support;

namespace Platform.Tests.Interchange;

public sealed class VocImporterTests
{
    private readonly VocImporter _importer = new();

    [Theory]
    [InlineData(VocOrigin.ZeroBased, 1, 2, 9, 18)]
    [InlineData(VocOrigin.OneBasedInclusive, 0, 1, 10, 19)]
    public async Task Read_BoxUnderEachConvention_GivesItsPixels(VocOrigin origin, double x, double y, double width, double height)
    {
        var source = Sources.Of(("Annotations/a.xml", Sources.Voc("a.jpg", ("cell", Sources.Box(1, 2, 10, 20)))));

        var items = await _importer.ReadAsync(source, new ImportOptions { VocOrigin = origin });

        items.OfType<ImportedImage>().Single().Shapes.Single().Geometries.Should().Equal(new BoxGeometry(x, y, width, height));
    }

    [Fact]
    public async Task Read_DegenerateBox_IsReportedAndTheRestKept()
    {
        var source = Sources.Of(("a.xml", Sources.Voc("a.jpg", ("cell", Sources.Box(5, 5, 5, 5)), ("cell", Sources.Box(1, 1, 9, 9)))));

        var items = await _importer.ReadAsync(source);

        items.OfType<ImportedImage>().Single().Shapes.Should().ContainSingle();
        var problem = items.OfType<ImportProblem>().Single();
        problem.Code.Should().Be(ImportCodes.DegenerateShape);
        problem.Source.Should().Be("a.xml, object 1");
    }

    [Fact]
    public async Task Read_FlagsAndAttributes_BecomeAttributes()
    {
        var source = Sources.Of(("a.xml", $"""
            <annotation><object><name> cell </name><pose>Left</pose><truncated>1</truncated><difficult>1</difficult><occluded>0</occluded>
            <bndbox>{Sources.Box(1, 1, 2, 2)}</bndbox><attributes><attribute><name>색</name><value>빨강</value></attribute></attributes></object></annotation>
            """));

        var shape = (await _importer.ReadAsync(source)).OfType<ImportedImage>().Single().Shapes.Single();

        shape.ClassName.Should().Be("cell");
        shape.Attributes.Should().Be("""{"색":"빨강","pose":"Left","difficult":true,"truncated":true}""");
    }

    [Theory]
    [InlineData("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation><filename>&x;</filename></annotation>""")]
    [InlineData("""<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><annotation><filename>&b;</filename></annotation>""")]
    [InlineData("<annotation><object>")]
    [InlineData("not xml")]
    [InlineData("")]
    [InlineData("<doc/>")]
    public async Task Read_HostileOrBrokenFile_IsOneProblemAndNoException(string text)
    {
        var source = Sources.Of(("Annotations/bad.xml", text), ("Annotations/good.xml", Sources.Voc("good.jpg")));

        var items = await _importer.ReadAsync(source);

        items.OfType<ImportProblem>().Should().ContainSingle(problem => problem.Code == ImportCodes.FileUnreadable && problem.Source == "Annotations/bad.xml");
        items.OfType<ImportedImage>().Should().ContainSingle(image => image.Name == "good.jpg");
    }

    [Fact]
    public async Task Read_RowsWithoutNameBoxOrNumbers_AreReportedOneByOne()
    {
        var source = Sources.Of(("a.xml", """
            <annotation><object><bndbox/></object><object><name>cell</name></object>
            <object><name>cell</name><bndbox><xmin>NaN</xmin><ymin>1</ymin><xmax>2</xmax><ymax>3</ymax></bndbox></object></annotation>
            """));

        var problems = (await _importer.ReadAsync(source)).OfType<ImportProblem>();

        problems.Select(problem => problem.Code).Should().Equal(ImportCodes.RowUnreadable, ImportCodes.UnsupportedShape, ImportCodes.RowUnreadable);
    }

    [Fact]
    public void SplitLists_OfAllFour_PreferThePartsOverTrainval()
    {
        var lists = VocSplitLists.Read(Sources.Of(
            ("ImageSets/Main/train.txt", "a\r\n"), ("ImageSets/Main/val.txt", "b 1\n"), ("ImageSets/Main/trainval.txt", "a\nb\nc\n"),
            ("ImageSets/Main/test.txt", "d\na\n"), ("ImageSets/Main/cell_train.txt", "z -1\n")));

        new[] { "a", "b", "c", "d", "z" }.Select(name => lists.SplitOf($"Annotations/{name}.xml"))
            .Should().Equal(SplitKind.Train, SplitKind.Val, SplitKind.Train, SplitKind.Test, null);
        lists.Conflicts.Should().ContainSingle(conflict => conflict.Message.Contains("“a”", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_TheBloodCells_GivesTheKnownCountsAndBothDegenerateBoxes()
    {
        Assert.SkipUnless(Directory.Exists(Repo.Bccd), $"The real images are not at {Repo.Bccd}.");
        var source = new FolderImportSource(Repo.Bccd);

        var items = await _importer.ReadAsync(source);
        var scan = await ImportScan.ReadAsync(source, null, ImportOptions.Default, TestContext.Current.CancellationToken);

        var images = items.OfType<ImportedImage>().ToList();
        images.Should().HaveCount(364);
        images.GroupBy(image => image.Split).ToDictionary(group => group.Key!.Value, group => group.Count())
            .Should().Equal(new Dictionary<SplitKind, int> { [SplitKind.Val] = 87, [SplitKind.Train] = 205, [SplitKind.Test] = 72 });
        items.OfType<ImportProblem>().Select(problem => (problem.Code, problem.Source[..32])).Should().Equal(
            (ImportCodes.DegenerateShape, "Annotations/BloodImage_00338.xml"), (ImportCodes.DegenerateShape, "Annotations/BloodImage_00343.xml"));
        scan.Classes.Select(found => (found.Name, found.Count)).Should().Equal(("Platelets", 361), ("RBC", 4153), ("WBC", 372));
        scan.ImagePaths.Should().HaveCount(364);
    }
}
