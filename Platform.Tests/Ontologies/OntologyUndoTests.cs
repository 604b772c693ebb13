using Platform.Core.Annotations;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Support;
using static Platform.Tests.Ontologies.MigrationWorld;

namespace Platform.Tests.Ontologies;

public sealed class OntologyUndoTests
{
    private const string Square = """{"rings":[[0,0,20,0,20,20,0,20]]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Undo_OfAnUntouchedMigration_RestoresEveryShapeAsItWas(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        await world.DrawBoxAsync(world.First, "rbc", attributes: """{"stain":"red"}""");
        await world.DrawBoxAsync(world.Second, "wbc");
        await world.DrawAsync(world.Second, "outline", Square);
        await world.DrawBoxAsync(world.Video, "rbc", frame: 2, track: Guid.CreateVersion7());
        var before = await world.ShapesAsync();
        var to = await world.AddOntologyAsync("new", Box("cell"));
        var applied = await world.ApplyAsync(to, Rules(To("rbc", "cell"), To("outline", "cell", true)));
        (await world.ShapesAsync()).Should().HaveCount(3, "the white cell was dropped");

        var check = await world.UndoAsync(applied.MigrationId);

        check.Should().BeEquivalentTo(new { Restored = 4, Edited = 0, Deleted = 0, Added = 0, IsClean = true });
        (await world.ShapesAsync()).Should().BeEquivalentTo(before);
        (await world.OntologyOfDraftAsync()).Should().Be(world.OldId);
        var listed = (await world.Migrations.ListAsync(world.World.Actor, world.DraftId, Cancellation)).Should().ContainSingle().Which;
        listed.Should().BeEquivalentTo(new { FromTag = "old", ToTag = "new", Annotations = 4, Dropped = 1, CanUndo = false, AppliedBy = world.World.Actor.Name, UndoneBy = world.World.Actor.Name });
        OntologyMigrationPlan.Parse(listed.Plan).Rules.Should().HaveCount(5);
        (await RefusedAsync(() => world.UndoAsync(applied.MigrationId))).Should().Be("migration.undone");
    }

    [Theory, EveryDatabase]
    public async Task Undo_AfterLaterEdits_SaysWhichAndOffersTheRest(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var edited = await world.DrawBoxAsync(world.First, "rbc");
        var deleted = await world.DrawBoxAsync(world.First, "rbc");
        var untouched = await world.DrawBoxAsync(world.Second, "wbc");
        var to = await world.AddOntologyAsync("new", Box("red"), Box("white"));
        var applied = await world.ApplyAsync(to, Rules(To("rbc", "red"), To("wbc", "white")));
        var added = await EditAsync(world, edited, deleted);

        var refused = (await FluentActions.Awaiting(() => world.UndoAsync(applied.MigrationId)).Should().ThrowAsync<MigrationEditedException>()).Which;

        refused.Code.Should().Be("migration.edited_since");
        refused.Check.Should().BeEquivalentTo(new { Restored = 1, Edited = 1, Deleted = 1, Added = 1, Stuck = 0 });
        refused.Check.Edits.Select(edit => (edit.AnnotationId, edit.AssetId, edit.FileName, edit.Kind)).Should().BeEquivalentTo(
            [(edited, world.First, "1.png", LaterEditKind.Edited), (deleted, world.First, "1.png", LaterEditKind.Deleted), (added, world.First, "1.png", LaterEditKind.Added)]);
        (await world.ShapesAsync())[untouched].Class.Should().Be("white", "a refused undo changes nothing");

        await world.UndoAsync(applied.MigrationId, keepLaterEdits: true);

        var shapes = await world.ShapesAsync();
        shapes.ToDictionary(pair => pair.Key, pair => pair.Value.Class).Should().BeEquivalentTo(new Dictionary<Guid, string> { [edited] = "rbc", [untouched] = "wbc", [added] = "wbc" });
        shapes[edited].Geometry.Should().Contain("44", "the later edit is kept");
        shapes.Values.Should().OnlyContain(shape => shape.OntologyId == world.OldId);
    }

    [Theory, EveryDatabase]
    public async Task Undo_WithShapesThatHaveNoClassToGoBackTo_IsRefusedUntilTheyAreGone(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        await world.DrawBoxAsync(world.First, "rbc");
        var to = await world.AddOntologyAsync("new", Box("cell"), Box("brand_new"));
        var applied = await world.ApplyAsync(to, Rules(To("rbc", "cell")));
        var stuck = await world.DrawBoxAsync(world.Second, "brand_new");

        var refused = (await FluentActions.Awaiting(() => world.UndoAsync(applied.MigrationId, keepLaterEdits: true)).Should().ThrowAsync<MigrationEditedException>()).Which;
        refused.Code.Should().Be("migration.undo_stuck");
        refused.Check.Edits.Should().ContainSingle().Which.Should().Be(new LaterEdit(stuck, world.Second, "2.png", LaterEditKind.Added, true));

        var document = await world.World.Annotations.GetDocumentAsync(world.World.Actor, world.Second, Cancellation);
        await world.World.Save.ExecuteAsync(world.World.Actor, world.Second, document.Revision, [], [stuck], Cancellation);
        await world.UndoAsync(applied.MigrationId);
        (await world.ShapesAsync()).Values.Should().ContainSingle().Which.Class.Should().Be("rbc");
    }

    [Theory, EveryDatabase]
    public async Task Undo_OfTwoMigrations_GoesBackStepByStep(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var red = await world.DrawBoxAsync(world.First, "rbc");
        await world.DrawBoxAsync(world.First, "wbc");
        var before = await world.ShapesAsync();
        var second = await world.AddOntologyAsync("second", Box("cell"));
        var third = await world.AddOntologyAsync("third", Box("thing"));
        var one = await world.ApplyAsync(second, Rules(To("rbc", "cell")));
        var middle = await world.ShapesAsync();
        world.World.Database.Time.Advance(TimeSpan.FromSeconds(1));
        var two = await world.ApplyAsync(third, [new ClassRule("cell", new MigrationTarget(Drop: true))]);

        (await RefusedAsync(() => world.UndoAsync(one.MigrationId))).Should().Be("migration.not_newest");
        await world.UndoAsync(two.MigrationId);
        (await world.ShapesAsync()).Should().BeEquivalentTo(middle).And.ContainKey(red);
        (await world.UndoAsync(one.MigrationId)).IsClean.Should().BeTrue("undoing the later one is no edit");
        (await world.ShapesAsync()).Should().BeEquivalentTo(before);
    }

    [Theory, EveryDatabase]
    public async Task Undo_OfATrackWithALaterKeyframe_KeepsTheTrackWhole(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var track = Guid.CreateVersion7();
        await world.DrawBoxAsync(world.Video, "rbc", frame: 1, track: track);
        await world.DrawBoxAsync(world.Video, "rbc", frame: 9, track: track);
        var to = await world.AddOntologyAsync("new", Box("wbc"));
        var applied = await world.ApplyAsync(to, Rules(To("rbc", "wbc"), To("wbc", "wbc")));
        await world.DrawBoxAsync(world.Video, "wbc", frame: 5, track: track);

        await world.UndoAsync(applied.MigrationId);

        (await world.ShapesAsync()).Values.Should().HaveCount(3).And.OnlyContain(shape => shape.Class == "rbc" && shape.OntologyId == world.OldId);
    }

    [Theory, EveryDatabase]
    public async Task Undo_AfterAnImageWasDeleted_RestoresTheOthers(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        await world.DrawBoxAsync(world.First, "rbc");
        var other = await world.DrawBoxAsync(world.Second, "wbc");
        var to = await world.AddOntologyAsync("new", Box("cell"));
        var applied = await world.ApplyAsync(to, Rules(To("rbc", "cell")));
        await world.World.DeleteAssets.ExecuteAsync(world.World.Actor, world.DraftId, [world.First], Cancellation);

        await world.UndoAsync(applied.MigrationId);

        (await world.ShapesAsync()).Should().ContainSingle().Which.Key.Should().Be(other);
    }

    /// <summary>Moves one shape, deletes one and draws one of the class "white", as a canvas does.</summary>
    private static async Task<Guid> EditAsync(MigrationWorld world, Guid edited, Guid deleted)
    {
        var document = await world.World.Annotations.GetDocumentAsync(world.World.Actor, world.First, Cancellation);
        var standing = document.Annotations.Single(item => item.Id == edited);
        var added = Guid.CreateVersion7();
        var white = await world.World.ReadAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.LabelClasses, row => row.Key == "white"));
        var box = System.Text.Json.JsonElement.Parse("""{"x":44,"y":2,"width":9,"height":9}""");
        var saved = await world.World.Save.ExecuteAsync(
            world.World.Actor, world.First, document.Revision, [new AnnotationUpsert(edited, standing.ClassId, null, box), new AnnotationUpsert(added, white.Id, null, box)], [deleted], Cancellation);
        saved.Should().BeOfType<SaveAnnotationsResult.Saved>();
        return added;
    }

    private static LabelClassInput Box(string key) => new(null, key, key, ShapeType.Bbox, "#123456");
}
