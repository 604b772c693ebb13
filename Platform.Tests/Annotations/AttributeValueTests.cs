using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

public sealed class AttributeValueTests
{
    private const string Asked = """[{"name":"color","type":"select","values":["red","blue"]},{"name":"age","type":"number","min":0}]""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Values_OfKnownKeys_AreCheckedAndUnknownKeysKept(DatabaseEngine engine)
    {
        await using var world = await WorldAsync(engine, Asked);
        Task<string> Code(string attributes) => DatasetWorld.RefusedAsync(() => SaveAsync(world, world.Seed.NewId(), attributes));

        (await Code("""{"color":"green"}""")).Should().Be("annotation.attribute_value");
        (await Code("""{"age":-1}""")).Should().Be("annotation.attribute_value");
        (await Code("""{"occluded":"yes"}""")).Should().Be("annotation.attribute_value");
        var id = world.Seed.NewId();
        await SaveAsync(world, id, """{"color":"red","age":3.5,"occluded":true,"pose":"Left"}""");

        (await AttributesOfAsync(world, id)).GetProperty("pose").GetString().Should().Be("Left");
    }

    [Theory, EveryDatabase]
    public async Task Values_ThatStandAlready_StayEvenWhenTheClassNoLongerAllowsThem(DatabaseEngine engine)
    {
        await using var world = await WorldAsync(engine, Asked);
        var id = world.Seed.NewId();
        await SaveAsync(world, id, """{"color":"blue","age":1}""");
        await AskAsync(world, """[{"name":"color","type":"select","values":["red"]},{"name":"age","type":"number"}]""");

        await SaveAsync(world, id, """{"color":"blue","age":2}""");

        (await AttributesOfAsync(world, id)).GetProperty("age").GetInt32().Should().Be(2);
        (await DatasetWorld.RefusedAsync(() => SaveAsync(world, world.Seed.NewId(), """{"color":"blue"}"""))).Should().Be("annotation.attribute_value");
    }

    private static async Task<DatasetWorld> WorldAsync(DatabaseEngine engine, string attributes)
    {
        var world = await DatasetWorld.CreateAsync(engine);
        await AskAsync(world, attributes);
        return world;
    }

    private static Task AskAsync(DatasetWorld world, string attributes) => new SaveLabelClassesCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(
        world.Actor, world.Seed.Ontology.Id, [new(world.Seed.Class.Id, "cell", null, ShapeType.Bbox, "#ff0000", null, attributes)], Cancellation);

    private static async Task<JsonElement> AttributesOfAsync(DatasetWorld world, Guid id) =>
        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations.Single(item => item.Id == id).Attributes!.Value;

    private static async Task SaveAsync(DatasetWorld world, Guid id, string attributes)
    {
        var document = await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation);
        var upsert = SaveAnnotationsTests.Box(world, 1, 1, 5, 5) with { Id = id, Attributes = JsonElement.Parse(attributes) };
        (await world.Save.ExecuteAsync(world.Actor, world.Seed.Asset.Id, document.Revision, [upsert], [], Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();
    }
}
