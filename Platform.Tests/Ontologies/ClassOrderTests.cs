using System.Text.Json;
using Platform.Core.Annotations.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Tests.Interchange;
using Platform.Tests.Support;
using Platform.Training.Inference;

namespace Platform.Tests.Ontologies;

/// <summary>
/// The order of a frozen ontology is the class index everywhere: not the order of keys, of ids, or of the files that were imported.
/// That the file of a trained model has it, too, is held by <c>ApiPathTests</c> on a real training.
/// </summary>
public sealed class ClassOrderTests
{
    private static readonly string[] s_order = ["zebra", "ant", "Mule"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Order_OfAFrozenOntology_IsThatOfManifestTrainingDataAndModel(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (ontology, version) = await CreateAsync(world);
        await ImportAsync(world, version, Yolo(["ant", "Mule", "zebra"], (0, 1), (1, 2), (2, 3)));
        await world.FreezeAsync(version);

        var manifest = await world.Content.StreamManifestAsync(world.Actor, version, Cancellation).ToListAsync(Cancellation);
        manifest.Skip(1).Take(3).Select(line => JsonElement.Parse(line)).Select(line => (line.GetProperty("class").GetInt32(), line.GetProperty("key").GetString()))
            .Should().Equal((0, "zebra"), (1, "ant"), (2, "Mule"));
        (await world.Content.ListClassesAsync(world.Actor, version, Cancellation)).Select(row => (row.Index, row.Key)).Should().Equal((0, "zebra"), (1, "ant"), (2, "Mule"));
        (await new OntologyQueries(world.Database.Contexts).GetAsync(world.Actor, ontology, Cancellation)).Classes.Select(row => row.Key).Should().Equal(s_order);

        var data = await new TrainingDataQueries(world.Database.Contexts).LoadAsync(world.Actor, version, Cancellation);
        data.Classes.Select(row => row.Key).Should().Equal(s_order);
        data.Images.SelectMany(image => image.Boxes).Select(box => s_order[box.ClassIndex]).Should().BeEquivalentTo(s_order);
        data.Images.SelectMany(image => image.Boxes).Select(box => (s_order[box.ClassIndex], Math.Round(box.Width))).Should().BeEquivalentTo([("ant", 10.0), ("Mule", 20), ("zebra", 30)]);
        var metadata = new DetectorMetadata { ClassKeys = [.. data.Classes.Select(row => row.Key)], ClassNames = [.. data.Classes.Select(row => row.DisplayName)], InputSize = 64, ModelVersionId = "x" };
        DetectorMetadata.Parse(metadata.ToProperties()).ClassKeys.Should().Equal(s_order);
        (await new OntologyDocumentQueries(world.Database.Contexts).ExportAsync(world.Actor, ontology, Cancellation)).Json
            .Should().Match("*\"zebra\"*\"ant\"*\"Mule\"*");
    }

    [Theory]
    [InlineData(InterchangeFormat.Yolo)]
    [InlineData(InterchangeFormat.Coco)]
    [InlineData(InterchangeFormat.Voc)]
    public async Task Import_OfFilesThatCountOtherwise_GoesByName(InterchangeFormat format)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (_, version) = await CreateAsync(world);

        await ImportAsync(world, version, format switch
        {
            InterchangeFormat.Yolo => Yolo(["Mule", "zebra", "ant"], (2, 1), (0, 2), (1, 3)),
            InterchangeFormat.Coco => Sources.Of(("coco.json", """
                {"images":[{"id":1,"file_name":"0.png","width":100,"height":80}],
                 "categories":[{"id":7,"name":"ant"},{"id":3,"name":"Mule"},{"id":99,"name":"zebra"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":7,"bbox":[1,1,10,9]},{"id":2,"image_id":1,"category_id":3,"bbox":[1,1,20,9]},{"id":3,"image_id":1,"category_id":99,"bbox":[1,1,30,9]}]}
                """)),
            _ => Sources.Of(("0.xml", Sources.Voc("0.png", ("ant", Sources.Box(2, 2, 12, 11)), ("Mule", Sources.Box(2, 2, 22, 11)), ("zebra", Sources.Box(2, 2, 32, 11))))),
        });

        var shapes = (await world.Content.StreamAsync(world.Actor, version, Cancellation).ToListAsync(Cancellation)).SelectMany(asset => asset.Shapes);
        shapes.Select(shape => (shape.ClassIndex, shape.ClassKey, Math.Round(JsonElement.Parse(shape.Geometry).GetProperty("width").GetDouble())))
            .Should().BeEquivalentTo([(1, "ant", 10.0), (2, "Mule", 20), (0, "zebra", 30)]);
    }

    [Theory, EveryDatabase]
    public async Task Order_ChangedInADraft_IsChangedEverywhereAndNeverInTheFrozenOne(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (ontology, version) = await CreateAsync(world);
        await ImportAsync(world, version, Yolo(s_order, (0, 1)));
        await world.FreezeAsync(version);

        var copy = await new CopyOntologyVersionCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(world.Actor, ontology, "copy", Cancellation);
        await ReverseAsync(world, copy);

        (await new OntologyQueries(world.Database.Contexts).GetAsync(world.Actor, copy, Cancellation)).Classes.Select(row => (row.SortOrder, row.Key)).Should().Equal((0, "Mule"), (1, "ant"), (2, "zebra"));
        (await world.Content.ListClassesAsync(world.Actor, version, Cancellation)).Select(row => row.Key).Should().Equal(s_order);
        (await DatasetWorld.RefusedAsync(() => ReverseAsync(world, ontology))).Should().Be("ontology.frozen");
    }

    // Made in another order and put into this one, so that neither ids nor keys happen to agree with it.
    private static async Task<(Guid OntologyId, Guid VersionId)> CreateAsync(DatasetWorld world)
    {
        var ontology = await new CreateOntologyVersionCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(
            world.Actor, world.Seed.Project.Id, "ordered", [.. s_order.Reverse().Select(key => new LabelClassInput(null, key, key, ShapeType.Bbox, "#123456"))], Cancellation);
        await ReverseAsync(world, ontology);
        var version = (await world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, "Animals", null, ontology, Cancellation)).VersionId;
        var report = await world.UploadAsync(version, ("0.png", HeaderCodec.Png(100, 80, "0")));
        await world.Move.ExecuteAsync(world.Actor, version, [report.Added[0].AssetId], SplitKind.Train, Cancellation);
        return (ontology, version);
    }

    private static async Task ReverseAsync(DatasetWorld world, Guid ontologyId)
    {
        var classes = (await new OntologyQueries(world.Database.Contexts).GetAsync(world.Actor, ontologyId, Cancellation)).Classes;
        await new SaveLabelClassesCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(
            world.Actor, ontologyId, [.. classes.Reverse().Select(row => new LabelClassInput(row.Id, row.Key, row.DisplayName, row.ShapeType, row.Color))], Cancellation);
    }

    private static Task<ImportReport> ImportAsync(DatasetWorld world, Guid version, IImportSource source) => world.Import.ExecuteAsync(world.Actor, version, source, new ImportRequest(), Cancellation);

    /// <summary>Boxes of ten pixels' width times the second number.</summary>
    private static MemoryImportSource Yolo(string[] names, params (int Class, int Tens)[] boxes) => Sources.Of(
        ("data.yaml", $"names: [{string.Join(", ", names)}]\n"),
        ("labels/0.txt", string.Join('\n', boxes.Select(box => FormattableString.Invariant($"{box.Class} 0.5 0.5 {box.Tens / 10.0} 0.1")))));
}
