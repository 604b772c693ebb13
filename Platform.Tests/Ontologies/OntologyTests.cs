using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.People.Model;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Ontologies;

public sealed class OntologyTests
{
    private static readonly LabelClassInput[] s_blood =
    [
        new(null, "RBC", "적혈구", ShapeType.Bbox, "#FF0000"),
        new(null, "WBC", null, ShapeType.Bbox, "#00ff00"),
        new(null, "Platelets", "혈소판", ShapeType.Bbox, "#0000ff"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Version_CreatedFirst_BecomesTheDefaultWithItsClassesInOrder(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        var id = await Create(database).ExecuteAsync(seed.Actor, seed.Project.Id, "blood-1", s_blood, Cancellation);

        var details = await Queries(database).GetAsync(seed.Actor, id, Cancellation);
        details.Summary.Should().BeEquivalentTo(new { VersionTag = "blood-1", IsFrozen = false, IsDefault = true, ClassCount = 3 });
        details.Classes.Select(row => (row.SortOrder, row.Key, row.DisplayName, row.Color))
            .Should().Equal((0, "RBC", "적혈구", "#ff0000"), (1, "WBC", "WBC", "#00ff00"), (2, "Platelets", "혈소판", "#0000ff"));
        await Create(database).ExecuteAsync(seed.Actor, seed.Project.Id, "blood-2", s_blood, Cancellation);
        (await new ProjectQueries(database.Contexts).GetAsync(seed.Actor, seed.Project.Id, Cancellation)).DefaultOntologyVersionId.Should().Be(id);
        await Refused(() => Create(database).ExecuteAsync(seed.Actor, seed.Project.Id, "blood-2", s_blood, Cancellation), "ontology.tag_taken");
    }

    [Theory, EveryDatabase]
    public async Task Classes_Saved_AreAddedEditedReorderedSwappedAndDeleted(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var id = await Create(database).ExecuteAsync(seed.Actor, seed.Project.Id, "blood", s_blood, Cancellation);
        var before = (await Queries(database).GetAsync(seed.Actor, id, Cancellation)).Classes;

        await Save(database).ExecuteAsync(
            seed.Actor,
            id,
            [
                new(null, "Artifact", null, null, "#123456"),
                new(before[1].Id, "RBC", "was WBC", ShapeType.Bbox, "#00ff00"),
                new(before[0].Id, "WBC", "was RBC", ShapeType.Bbox, "#ff0000"),
            ],
            Cancellation);

        var after = (await Queries(database).GetAsync(seed.Actor, id, Cancellation)).Classes;
        after.Select(row => (row.Key, row.DisplayName)).Should().Equal(("Artifact", "Artifact"), ("RBC", "was WBC"), ("WBC", "was RBC"));
        after.Skip(1).Select(row => row.Id).Should().Equal(before[1].Id, before[0].Id);
    }

    [Theory, EveryDatabase]
    public async Task Classes_InUse_CannotBeDeletedOrReshaped(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var standing = new LabelClassInput(seed.Class.Id, "cell", "Cell", ShapeType.Bbox, "#ff0000");

        await Refused(() => Save(database).ExecuteAsync(seed.Actor, seed.Ontology.Id, [], Cancellation), "label_class.used");
        await Refused(() => Save(database).ExecuteAsync(seed.Actor, seed.Ontology.Id, [standing with { ShapeType = ShapeType.Polygon }], Cancellation), "label_class.shape_used");
        await Save(database).ExecuteAsync(seed.Actor, seed.Ontology.Id, [standing with { Key = "Cell_2" }], Cancellation);

        (await Queries(database).GetAsync(seed.Actor, seed.Ontology.Id, Cancellation)).Classes.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Key = "Cell_2", AnnotationCount = 1 });
    }

    [Theory, EveryDatabase]
    public async Task Version_Frozen_IsChangedByCopyOnly(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var freeze = new FreezeOntologyVersionCommand(database.Contexts);
        await freeze.ExecuteAsync(seed.Actor, seed.Ontology.Id, Cancellation);
        await freeze.ExecuteAsync(seed.Actor, seed.Ontology.Id, Cancellation);

        await Refused(() => Save(database).ExecuteAsync(seed.Actor, seed.Ontology.Id, s_blood, Cancellation), "ontology.frozen");
        var copy = await new CopyOntologyVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Ontology.Id, "v2", Cancellation);
        await Save(database).ExecuteAsync(seed.Actor, copy, s_blood, Cancellation);
        await new SetDefaultOntologyCommand(database.Contexts).ExecuteAsync(seed.Actor, copy, Cancellation);

        (await Queries(database).ListAsync(seed.Actor, seed.Project.Id, Cancellation)).Select(row => (row.VersionTag, row.IsFrozen, row.IsDefault, row.ClassCount))
            .Should().BeEquivalentTo([("v1", true, false, 1), ("v2", false, true, 3)]);
    }

    [Theory, EveryDatabase]
    public async Task Version_Empty_CannotBeFrozen(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var id = await Create(database).ExecuteAsync(seed.Actor, seed.Project.Id, "empty", [], Cancellation);

        await Refused(() => new FreezeOntologyVersionCommand(database.Contexts).ExecuteAsync(seed.Actor, id, Cancellation), "ontology.empty");
    }

    [Theory]
    [InlineData("a b", "#000000", "label_class.key_invalid")]
    [InlineData("세포", "#000000", "label_class.key_invalid")]
    [InlineData("-a", "#000000", "label_class.key_invalid")]
    [InlineData("", "#000000", "text.required")]
    [InlineData("rbc", "#000000", "label_class.key_taken")]
    [InlineData("a", "red", "label_class.color")]
    [InlineData("a", "#00000", "label_class.color")]
    public async Task Class_BadlyTyped_IsRefused(string key, string color, string code)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var seed = await Seed.AddAsync(database);

        await Refused(() => Create(database).ExecuteAsync(seed.Actor, seed.Project.Id, "x", [s_blood[0], new(null, key, null, ShapeType.Bbox, color)], Cancellation), code);
    }

    [Theory]
    [InlineData(null, "label_class.keypoints_missing")]
    [InlineData("[]", "label_class.keypoints")]
    [InlineData("""{"names":[]}""", "label_class.keypoints")]
    [InlineData("""{"names":["a","A"]}""", "label_class.keypoints")]
    [InlineData("""{"names":["a","b"],"edges":[[0,2]]}""", "label_class.keypoints")]
    [InlineData("""{"names":["a","b"],"pairs":[[1,1]]}""", "label_class.keypoints")]
    public async Task Skeleton_BadlyTyped_IsRefused(string? spec, string code)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var seed = await Seed.AddAsync(database);

        await Refused(() => Create(database).ExecuteAsync(seed.Actor, seed.Project.Id, "x", [new(null, "hand", null, ShapeType.Keypoints, "#000000", spec)], Cancellation), code);
    }

    [Fact]
    public void Skeleton_WrittenAndRead_IsTheSame()
    {
        var spec = KeypointSpec.Parse("""{"names":["nose","left","right"],"edges":[[0,1],[0,2]],"pairs":[[1,2]]}""");

        KeypointSpec.Parse(spec.ToJson()).Should().BeEquivalentTo(spec);
    }

    [Theory, EveryDatabase]
    public async Task Ontology_EditedByAnalyst_IsDenied(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var analyst = await seed.AddMemberAsync(db, UserRole.Analyst);

        await Refused(() => Create(database).ExecuteAsync(analyst, seed.Project.Id, "x", s_blood, Cancellation), "access.denied");
        await Refused(() => Save(database).ExecuteAsync(analyst, seed.Ontology.Id, s_blood, Cancellation), "access.denied");
        (await Queries(database).ListAsync(analyst, seed.Project.Id, Cancellation)).Should().ContainSingle();
    }

    private static CreateOntologyVersionCommand Create(TestDatabase database) => new(database.Contexts, database.Time);

    private static SaveLabelClassesCommand Save(TestDatabase database) => new(database.Contexts, database.Time);

    private static OntologyQueries Queries(TestDatabase database) => new(database.Contexts);

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
