using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Comparison;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;
using static Platform.Tests.Ontologies.MigrationWorld;

namespace Platform.Tests.Ontologies;

public sealed class OntologyVersionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Copy_OfAFrozenOrDraftVersion_SaysWhereItCameFromAndDiffersInNothing(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var copy = new CopyOntologyVersionCommand(database.Contexts, database.Time);

        var second = await copy.ExecuteAsync(seed.Actor, seed.Ontology.Id, "v2", Cancellation);
        await new FreezeOntologyVersionCommand(database.Contexts).ExecuteAsync(seed.Actor, seed.Ontology.Id, Cancellation);
        await copy.ExecuteAsync(seed.Actor, seed.Ontology.Id, "v3", Cancellation);
        await copy.ExecuteAsync(seed.Actor, second, "v4", Cancellation);

        (await new OntologyQueries(database.Contexts).ListAsync(seed.Actor, seed.Project.Id, Cancellation)).Select(row => (row.VersionTag, row.IsFrozen, row.CopiedFromTag))
            .Should().BeEquivalentTo([("v1", true, null), ("v2", false, "v1"), ("v3", false, "v1"), ("v4", false, "v2")]);
        var comparison = await new OntologyDiffQueries(database.Contexts).CompareAsync(seed.Actor, seed.Ontology.Id, second, Cancellation);
        (comparison.BeforeTag, comparison.AfterTag, comparison.Diff.IsSame).Should().Be(("v1", "v2", true));
        await new SaveLabelClassesCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, second, [new LabelClassInput(null, "new", null, ShapeType.Bbox, "#000000")], Cancellation);
        (await new OntologyDiffQueries(database.Contexts).CompareAsync(seed.Actor, seed.Ontology.Id, second, Cancellation)).Diff.Classes.Select(item => item.Fate)
            .Should().BeEquivalentTo([ClassFate.Removed, ClassFate.Added]);
    }

    [Theory, EveryDatabase]
    public async Task Tag_OfADraft_IsRenamed_OfAFrozenVersionNever(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var rename = new RenameOntologyVersionCommand(database.Contexts);
        await new CopyOntologyVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Ontology.Id, "v2", Cancellation);

        await rename.ExecuteAsync(seed.Actor, seed.Ontology.Id, " blood ", Cancellation);
        await rename.ExecuteAsync(seed.Actor, seed.Ontology.Id, "blood", Cancellation);
        (await new OntologyQueries(database.Contexts).GetAsync(seed.Actor, seed.Ontology.Id, Cancellation)).Summary.VersionTag.Should().Be("blood");
        (await RefusedAsync(() => rename.ExecuteAsync(seed.Actor, seed.Ontology.Id, "v2", Cancellation))).Should().Be("ontology.tag_taken");
        (await RefusedAsync(() => rename.ExecuteAsync(seed.Actor, seed.Ontology.Id, " ", Cancellation))).Should().Be("text.required");
        await new FreezeOntologyVersionCommand(database.Contexts).ExecuteAsync(seed.Actor, seed.Ontology.Id, Cancellation);
        (await RefusedAsync(() => rename.ExecuteAsync(seed.Actor, seed.Ontology.Id, "other", Cancellation))).Should().Be("ontology.frozen");
    }

    [Theory, EveryDatabase]
    public async Task UsedClass_DeletedReshapedOrRecounted_SaysWhereItIsUsedAndKeepsEveryShape(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var box = await world.DrawBoxAsync(world.First, "rbc");
        await world.DrawBoxAsync(world.Second, "rbc");
        await world.DrawAsync(world.Second, "hand", """{"points":[1,2,2,3,4,1,5,6,2]}""");
        var classes = (await new OntologyQueries(world.World.Database.Contexts).GetAsync(world.World.Actor, world.OldId, Cancellation)).Classes
            .Select(row => new LabelClassInput(row.Id, row.Key, row.DisplayName, row.ShapeType, row.Color, row.KeypointSpec, row.Attributes)).ToList();
        async Task<ClassInUseException> Refused(IEnumerable<LabelClassInput> list) =>
            (await FluentActions.Awaiting(() => Save(world).ExecuteAsync(world.World.Actor, world.OldId, [.. list], Cancellation)).Should().ThrowAsync<ClassInUseException>()).Which;

        var deleted = await Refused(classes.Skip(1));
        deleted.Code.Should().Be("label_class.used");
        deleted.Message.Should().Contain("Cells v1 (2)");
        deleted.Use.Places.Should().ContainSingle().Which.Should().Be(new ClassUsePlace(world.DraftId, "Cells", "v1", false, 2));
        (await Refused(classes.Select(row => row.Key == "rbc" ? row with { ShapeType = ShapeType.Polygon } : row))).Code.Should().Be("label_class.shape_used");
        (await Refused(classes.Select(row => row.Key == "hand" ? row with { KeypointSpec = """{"names":["wrist"],"edges":[],"pairs":[]}""" } : row))).Code.Should().Be("label_class.points_used");
        await Save(world).ExecuteAsync(world.World.Actor, world.OldId, [.. classes.Where(row => row.Key is "rbc" or "hand").Select(row => row with { Key = "re" + row.Key })], Cancellation);
        (await world.ShapesAsync())[box].Class.Should().Be("rerbc");
    }

    [Theory, EveryDatabase]
    public async Task ClassNeededByAnUndo_IsUsed_UntilTheUndoIsDone(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        await world.DrawBoxAsync(world.First, "rbc");
        var to = await world.AddOntologyAsync("new", new LabelClassInput(null, "cell", null, ShapeType.Bbox, "#000000"));
        var applied = await world.ApplyAsync(to, Rules(To("rbc", "cell")));

        (await RefusedAsync(() => Save(world).ExecuteAsync(world.World.Actor, world.OldId, [], Cancellation))).Should().Be("label_class.used");
        await world.UndoAsync(applied.MigrationId);
        await Save(world).ExecuteAsync(world.World.Actor, to, [], Cancellation);
    }

    [Theory, EveryDatabase]
    public async Task Use_OfAVersion_ListsDatasetVersionsModelsAndClasses(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var model = await seed.AddModelVersionAsync(database);

        var use = await new OntologyUseQueries(database.Contexts).GetAsync(seed.Actor, seed.Ontology.Id, Cancellation);

        use.DatasetVersions.Should().Equal(new DatasetVersionUse(seed.Version.Id, "Images", "v1", true));
        use.Models.Should().Equal(new ModelVersionUse(model.ModelId, model.Id, "Detector", 1));
        use.Classes.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Key = "cell", Annotations = 1, Undoable = 0, IsUsed = true });
        var stranger = await Seed.AddAsync(database, "Stranger");
        await FluentActions.Awaiting(() => new OntologyUseQueries(database.Contexts).GetAsync(stranger.Actor, seed.Ontology.Id, Cancellation)).Should().ThrowAsync<NotFoundException>();
        await FluentActions.Awaiting(() => new OntologyDiffQueries(database.Contexts).CompareAsync(stranger.Actor, stranger.Ontology.Id, seed.Ontology.Id, Cancellation)).Should().ThrowAsync<NotFoundException>();
        await FluentActions.Awaiting(() => new OntologyDocumentQueries(database.Contexts).ExportAsync(stranger.Actor, seed.Ontology.Id, Cancellation)).Should().ThrowAsync<NotFoundException>();
        await FluentActions.Awaiting(() => new RenameOntologyVersionCommand(database.Contexts).ExecuteAsync(stranger.Actor, seed.Ontology.Id, "x", Cancellation)).Should().ThrowAsync<NotFoundException>();
    }

    private static SaveLabelClassesCommand Save(MigrationWorld world) => new(world.World.Database.Contexts, world.World.Database.Time);
}
