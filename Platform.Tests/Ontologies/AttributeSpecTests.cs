using System.Text.Json;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Ontologies;

public sealed class AttributeSpecTests
{
    private const string Every = """
        [{"name":"색","type":"select","values":["빨강","파랑"],"default":"빨강","mutable":true},
         {"name":"alive","type":"checkbox","default":false},
         {"name":"age","type":"number","min":0,"max":120,"step":1},
         {"name":"note","type":"text"}]
        """;

    [Fact]
    public void Attributes_WrittenAndRead_AreTheSame()
    {
        var json = AttributeSpec.ToJson(AttributeSpec.Parse(Every))!;

        json.Should().Contain("빨강").And.NotContain("null");
        AttributeSpec.ToJson(AttributeSpec.Parse(json)).Should().Be(json);
        AttributeSpec.Parse(json).Select(spec => (spec.Name, spec.Type, spec.Mutable)).Should().Equal(
            ("색", AttributeType.Select, true), ("alive", AttributeType.Checkbox, false), ("age", AttributeType.Number, false), ("note", AttributeType.Text, false));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("[]")]
    public void Attributes_OfAClassWithout_AreNothing(string? json) => AttributeSpec.ToJson(AttributeSpec.Parse(json)).Should().BeNull();

    [Theory]
    [InlineData("{}", "JSON array")]
    [InlineData("[null]", "null")]
    [InlineData("""[{"name":"a","type":"slider"}]""", "JSON array")]
    [InlineData("""[{"name":" ","type":"text"}]""", "name")]
    [InlineData("""[{"name":"a","type":"text"},{"name":"A","type":"text"}]""", "twice")]
    [InlineData("""[{"name":"Occluded","type":"checkbox"}]""", "flag")]
    [InlineData("""[{"name":"a","type":"select"}]""", "choices")]
    [InlineData("""[{"name":"a","type":"select","values":["x","x"]}]""", "twice")]
    [InlineData("""[{"name":"a","type":"select","values":["x",""]}]""", "empty")]
    [InlineData("""[{"name":"a","type":"select","values":["x"],"default":"y"}]""", "default")]
    [InlineData("""[{"name":"a","type":"checkbox","default":"yes"}]""", "default")]
    [InlineData("""[{"name":"a","type":"number","min":3,"max":1}]""", "above its largest")]
    [InlineData("""[{"name":"a","type":"number","min":0,"max":1,"default":2}]""", "default")]
    [InlineData("""[{"name":"a","type":"number","step":0}]""", "step")]
    public void Attributes_BadlyTyped_AreRefusedWithTheReason(string json, string reason)
    {
        var parse = () => AttributeSpec.Parse(json);

        parse.Should().Throw<DomainRuleException>().WithMessage($"*{reason}*").Which.Code.Should().Be("label_class.attributes");
    }

    [Theory]
    [InlineData("색", "\"파랑\"", true)]
    [InlineData("색", "\"초록\"", false)]
    [InlineData("색", "null", true)]
    [InlineData("alive", "true", true)]
    [InlineData("alive", "1", false)]
    [InlineData("age", "120", true)]
    [InlineData("age", "120.5", false)]
    [InlineData("age", "\"12\"", false)]
    [InlineData("note", "\"any\"", true)]
    [InlineData("note", "[]", false)]
    public void Value_OfAShape_IsWhatTheClassAllows(string name, string value, bool allowed) =>
        AttributeSpec.Parse(Every).Single(spec => spec.Name == name).Allows(JsonElement.Parse(value)).Should().Be(allowed);

    [Theory, EveryDatabase]
    public async Task Classes_SavedAndCopied_KeepTheirAttributes(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var cancellation = TestContext.Current.CancellationToken;
        LabelClassInput cell = new(seed.Class.Id, "cell", null, ShapeType.Bbox, "#ff0000", null, Every), plain = new(null, "plain", null, ShapeType.Bbox, "#00ff00");

        await new SaveLabelClassesCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Ontology.Id, [cell, plain], cancellation);
        var copy = await new CopyOntologyVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Ontology.Id, "v2", cancellation);

        var classes = (await new OntologyQueries(database.Contexts).GetAsync(seed.Actor, copy, cancellation)).Classes;
        AttributeSpec.Parse(classes[0].Attributes).Select(spec => spec.Name).Should().Equal("색", "alive", "age", "note");
        classes[1].Attributes.Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task Skeleton_InUse_MayBeRenamedAndLaidOutButNotGetMorePoints(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var cancellation = TestContext.Current.CancellationToken;
        var save = new SaveLabelClassesCommand(world.Database.Contexts, world.Database.Time);
        LabelClassInput Hand(Guid? id, string spec) => new(id, "hand", null, ShapeType.Keypoints, "#0000ff", spec);
        LabelClassInput cell = new(world.Seed.Class.Id, "cell", null, ShapeType.Bbox, "#ff0000");
        await save.ExecuteAsync(world.Actor, world.Seed.Ontology.Id, [cell, Hand(null, """{"names":["a","b"]}""")], cancellation);
        var hand = (await new OntologyQueries(world.Database.Contexts).GetAsync(world.Actor, world.Seed.Ontology.Id, cancellation)).Classes[1].Id;
        Task Draw(string points) => world.Save.ExecuteAsync(
            world.Actor, world.Seed.Asset.Id, 0, [new(world.Seed.NewId(), hand, "keypoints", JsonElement.Parse($$"""{"points":[{{points}}]}"""))], [], cancellation);

        (await DatasetWorld.RefusedAsync(() => Draw("1,1,2"))).Should().Be("annotation.keypoint_count");
        await Draw("1,1,2,0,0,0");

        (await DatasetWorld.RefusedAsync(() => save.ExecuteAsync(world.Actor, world.Seed.Ontology.Id, [cell, Hand(hand, """{"names":["a","b","c"]}""")], cancellation)))
            .Should().Be("label_class.points_used");
        await save.ExecuteAsync(world.Actor, world.Seed.Ontology.Id, [cell, Hand(hand, """{"names":["wrist","tip"],"positions":[[0,0.5],[1,0.5]]}""")], cancellation);
    }
}
