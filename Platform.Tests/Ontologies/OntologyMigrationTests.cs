using Microsoft.EntityFrameworkCore;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;
using static Platform.Tests.Ontologies.MigrationWorld;

namespace Platform.Tests.Ontologies;

public sealed class OntologyMigrationTests
{
    private const string Square = """{"rings":[[0,0,20,0,20,20,0,20]]}""";
    private const string Triangle = """{"rings":[[10,10,30,10,30,50]]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Migration_RenamesMergesAndDrops_AsItsPreviewCounted(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var kept = await world.DrawBoxAsync(world.First, "rbc", attributes: """{"stain":"red"}""");
        var merged = await world.DrawBoxAsync(world.Second, "wbc");
        var dropped = await world.DrawAsync(world.Second, "outline", Square);
        var tag = await world.DrawAsync(world.First, "blurry", "{}");
        var to = await world.AddOntologyAsync("new", new(null, "cell", "Cell", ShapeType.Bbox, "#112233"), new(null, "Blurry", "Unsharp", null, "#445566"));
        ClassRule[] rules = Rules(To("rbc", "cell"), To("wbc", "cell"), To("blurry", "Blurry"));

        var preview = await world.PreviewAsync(to, rules);
        (await world.ShapesAsync())[kept].Class.Should().Be("rbc", "a preview writes nothing");
        var applied = await world.ApplyAsync(to, rules);

        applied.Outcome.Should().BeEquivalentTo(preview);
        preview.Should().BeEquivalentTo(new { Annotations = 4, Assets = 2, Dropped = 1, Converted = 0, CanApply = true });
        preview.Flows.Select(flow => (flow.SourceKey, flow.TargetKey, flow.Effect, flow.Annotations)).Should().Equal(
            ("rbc", "cell", MigrationEffect.Merge, 1), ("wbc", "cell", MigrationEffect.Merge, 1), ("outline", null, MigrationEffect.Drop, 1),
            ("hand", null, MigrationEffect.Drop, 0), ("blurry", "Blurry", MigrationEffect.Rename, 1));
        preview.Flows[2].Examples.Should().Equal(new MigrationExample(world.Second, "2.png"));
        preview.Issues.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "migration.attribute_lost", IsBlocking = false, SourceKey = "rbc", TargetKey = "cell", Detail = "stain", Count = 1 });
        var shapes = await world.ShapesAsync();
        shapes.Keys.Should().BeEquivalentTo([kept, merged, tag]).And.NotContain(dropped);
        shapes.Values.Should().OnlyContain(shape => shape.OntologyId == to);
        (shapes[kept].Class, shapes[kept].Attributes, shapes[kept].ZOrder, shapes[kept].By).Should().Be(("cell", """{"stain":"red"}""", 3, "Kim"));
        (await world.OntologyOfDraftAsync()).Should().Be(to);
    }

    [Theory, EveryDatabase]
    public async Task Split_ByAttributeAreaAndShape_FollowsTheFirstBranchThatHolds(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var red = await world.DrawBoxAsync(world.First, "rbc", 50, """{"stain":"red"}""");
        var small = await world.DrawBoxAsync(world.First, "rbc", 3, """{"stain":"blue"}""");
        var large = await world.DrawBoxAsync(world.Second, "rbc", 60);
        var rest = await world.DrawBoxAsync(world.Second, "rbc", 20);
        var to = await world.AddOntologyAsync("new", Box("red"), Box("small"), Box("rest"));
        ClassRule[] rules = Rules(new ClassRule(
            "rbc",
            new MigrationTarget("rest"),
            [
                new(new(MigrationConditionKind.Attribute, "stain", "red"), new("red")),
                new(new(MigrationConditionKind.AreaBelow, AreaPx: 100), new("small")),
                new(new(MigrationConditionKind.AreaAbove, AreaPx: 500), new(Drop: true)),
                new(new(MigrationConditionKind.Shape, Shape: ShapeType.Polygon), new("small")),
            ]));

        var outcome = (await world.ApplyAsync(to, rules)).Outcome;

        outcome.Flows.Where(flow => flow.SourceKey == "rbc").Select(flow => (flow.Branch, flow.TargetKey, flow.Annotations))
            .Should().Equal((0, "red", 1), (1, "small", 1), (2, null, 1), (3, "small", 0), (null, "rest", 1));
        var shapes = await world.ShapesAsync();
        shapes.ToDictionary(pair => pair.Key, pair => pair.Value.Class).Should().BeEquivalentTo(new Dictionary<Guid, string> { [red] = "red", [small] = "small", [rest] = "rest" });
        shapes.Should().NotContainKey(large);
    }

    [Theory, EveryDatabase]
    public async Task Conversion_OfOutlinesAndSkeletons_GivesBoxesAndPointsByName(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var outline = await world.DrawAsync(world.First, "outline", Triangle);
        var hand = await world.DrawAsync(world.Second, "hand", """{"points":[1,2,2,3,4,1,5,6,2]}""");
        var to = await world.AddOntologyAsync(
            "new", Box("outline"), new LabelClassInput(null, "hand", "Hand", ShapeType.Keypoints, "#000000", """{"names":["index","ring","Wrist"],"edges":[],"pairs":[]}"""));

        var refused = await world.PreviewAsync(to, Rules(To("outline", "outline"), To("hand", "hand")));
        refused.CanApply.Should().BeFalse();
        refused.Issues.Select(issue => (issue.Code, issue.SourceKey, issue.Count)).Should().Equal(("migration.shape_mismatch", "hand", 1), ("migration.shape_mismatch", "outline", 1));
        (await RefusedAsync(() => world.ApplyAsync(to, Rules(To("outline", "outline"), To("hand", "hand"))))).Should().Be("migration.blocked");

        (await world.ApplyAsync(to, Rules(To("outline", "outline", true), To("hand", "hand", true)))).Outcome.Converted.Should().Be(2);

        var shapes = await world.ShapesAsync();
        shapes[outline].Type.Should().Be(ShapeType.Bbox);
        Core.Annotations.Geometry.GeometryJson.Parse(ShapeType.Bbox, shapes[outline].Geometry).Should().Be(new Core.Annotations.Geometry.BoxGeometry(10, 10, 20, 40));
        shapes[hand].Geometry.Should().Be("""{"points":[5,6,2,0,0,0,1,2,2]}""");
    }

    [Theory, EveryDatabase]
    public async Task Track_SplitByArea_StaysWholeByItsFirstKeyframe(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var (growing, shrinking) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DrawBoxAsync(world.Video, "rbc", 50, frame: 9, track: growing);
        await world.DrawBoxAsync(world.Video, "rbc", 3, frame: 2, track: growing);
        await world.DrawBoxAsync(world.Video, "rbc", 50, frame: 1, track: shrinking);
        await world.DrawBoxAsync(world.Video, "rbc", 3, frame: 5, track: shrinking);
        var to = await world.AddOntologyAsync("new", Box("small"), Box("large"));
        ClassRule[] rules = Rules(new ClassRule("rbc", new("large"), [new(new(MigrationConditionKind.AreaBelow, AreaPx: 100), new("small"))]));

        var outcome = (await world.ApplyAsync(to, rules)).Outcome;

        outcome.Flows.Where(flow => flow.Annotations > 0).Select(flow => (flow.TargetKey, flow.Annotations, flow.Videos, flow.Tracks)).Should().Equal(("small", 2, 1, 1), ("large", 2, 1, 1));
        (await world.ShapesAsync()).Values.GroupBy(shape => shape.TrackId).ToDictionary(track => track.Key!.Value, track => track.Select(shape => shape.Class).Distinct().Single())
            .Should().BeEquivalentTo(new Dictionary<Guid, string> { [growing] = "small", [shrinking] = "large" });
    }

    [Theory, EveryDatabase]
    public async Task Application_WithoutTheRightPreview_IsRefusedAndChangesNothing(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        await world.DrawBoxAsync(world.First, "rbc");
        var to = await world.AddOntologyAsync("new", Box("cell"), Box("other"));
        var rules = new OntologyMigrationPlan(Rules(To("rbc", "cell")));
        var seen = (await world.PreviewAsync(to, [.. rules.Rules])).Token;
        var late = await world.DrawBoxAsync(world.First, "rbc");

        var apply = () => world.Apply.ExecuteAsync(world.World.Actor, world.DraftId, to, rules, seen, Cancellation);

        (await apply.Should().ThrowAsync<ConflictException>()).Which.Code.Should().Be("migration.preview_stale");
        (await world.ShapesAsync())[late].Class.Should().Be("rbc");
        (await world.Migrations.ListAsync(world.World.Actor, world.DraftId, Cancellation)).Should().BeEmpty();
        (await world.OntologyOfDraftAsync()).Should().Be(world.OldId);
    }

    [Theory, EveryDatabase]
    public async Task OpenCanvas_SavingOnTheOldRevision_IsToldOfTheMigration(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var shape = await world.DrawBoxAsync(world.First, "rbc");
        var before = await world.World.Annotations.GetDocumentAsync(world.World.Actor, world.First, Cancellation);
        var untouched = await world.World.Annotations.GetDocumentAsync(world.World.Actor, world.Second, Cancellation);
        var to = await world.AddOntologyAsync("new", Box("cell"));
        await world.ApplyAsync(to, Rules(To("rbc", "cell")));

        var stale = await world.World.Save.ExecuteAsync(world.World.Actor, world.First, before.Revision, [], [shape], Cancellation);

        var current = stale.Should().BeOfType<Core.Annotations.SaveAnnotationsResult.StaleRevision>().Which.Current;
        current.Revision.Should().Be(before.Revision + 1);
        current.Annotations.Should().ContainSingle().Which.Revision.Should().Be(current.Revision);
        (await world.World.Annotations.GetDocumentAsync(world.World.Actor, world.Second, Cancellation)).Revision.Should().Be(untouched.Revision);
    }

    [Theory, EveryDatabase]
    public async Task Plan_ThatCannotBeFollowed_SaysWhy(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var to = await world.AddOntologyAsync("new", Box("cell"));
        async Task Refused(string code, params ClassRule[] rules) => (await RefusedAsync(() => world.PreviewAsync(to, rules))).Should().Be(code);

        await Refused("migration.undecided", To("rbc", "cell"));
        await Refused("migration.undecided", Rules(new ClassRule("rbc", new MigrationTarget())));
        await Refused("migration.class_unknown", Rules(To("rbc", "nothing")));
        await Refused("migration.class_unknown", [.. Rules(), To("nothing", "cell")]);
        await Refused("migration.rule_invalid", [.. Rules(To("rbc", "cell")), To("rbc", "cell")]);
        await Refused("migration.rule_invalid", Rules(new ClassRule("rbc", new("cell", Drop: true))));
        await Refused("migration.rule_invalid", Rules(new ClassRule("rbc", new("cell"), [new(new(MigrationConditionKind.AreaBelow), new("cell"))])));
        await Refused("migration.rule_invalid", Rules(new ClassRule("rbc", new("cell"), [new(new(MigrationConditionKind.Attribute), new("cell"))])));
        (await RefusedAsync(() => world.PreviewAsync(world.OldId, Rules()))).Should().Be("migration.same_version");
    }

    [Theory, EveryDatabase]
    public async Task Suggestion_FollowsKeysThenNames_AndLeavesTheRestUndecided(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        var to = await world.AddOntologyAsync("new", Box("RBC"), new(null, "leukocyte", "white cell", ShapeType.Bbox, "#000000"), Box("outline"), new(null, "hand", "x", ShapeType.Polyline, "#000000"));

        var plan = await world.Migrations.SuggestAsync(world.World.Actor, world.DraftId, to, Cancellation);

        plan.Rules.Select(rule => (rule.Source, rule.Otherwise.Class, rule.Otherwise.Convert, rule.Otherwise.Drop)).Should().Equal(
            ("rbc", "RBC", false, false), ("wbc", "leukocyte", false, false), ("outline", "outline", true, false), ("hand", null, false, false), ("blurry", null, false, false));
        OntologyMigrationPlan.Parse(plan.ToJson()).Rules.Should().Equal(plan.Rules);
    }

    [Theory, EveryDatabase]
    public async Task Migration_OfFrozenForeignOrForbiddenVersions_IsRefused(DatabaseEngine engine)
    {
        await using var world = await MigrationWorld.CreateAsync(engine);
        await world.DrawBoxAsync(world.First, "rbc");
        var to = await world.AddOntologyAsync("new", Box("cell"));
        var applied = await world.ApplyAsync(to, Rules(To("rbc", "cell")));
        var stranger = await Seed.AddAsync(world.World.Database, "Stranger");
        await using var db = world.World.Database.Open();
        var analyst = await world.World.Seed.AddMemberAsync(db, UserRole.Analyst);
        var plan = new OntologyMigrationPlan(Rules());

        (await RefusedAsync(() => world.Migrations.PreviewAsync(stranger.Actor, world.DraftId, to, plan, Cancellation))).Should().Be("not_found");
        (await RefusedAsync(() => world.Migrations.PreviewAsync(world.World.Actor, world.DraftId, stranger.Ontology.Id, plan, Cancellation))).Should().Be("not_found");
        (await RefusedAsync(() => world.Apply.ExecuteAsync(stranger.Actor, world.DraftId, to, plan, "", Cancellation))).Should().Be("not_found");
        (await RefusedAsync(() => world.Undo.ExecuteAsync(stranger.Actor, applied.MigrationId, false, Cancellation))).Should().Be("not_found");
        (await RefusedAsync(() => world.Migrations.CheckUndoAsync(stranger.Actor, applied.MigrationId, Cancellation))).Should().Be("not_found");
        (await RefusedAsync(() => world.Apply.ExecuteAsync(analyst, world.DraftId, world.OldId, plan, "", Cancellation))).Should().Be("access.denied");
        (await RefusedAsync(() => world.Undo.ExecuteAsync(analyst, applied.MigrationId, false, Cancellation))).Should().Be("access.denied");
        (await db.DatasetVersions.SingleAsync(row => row.Id == world.DraftId, Cancellation)).Freeze(new string('0', 64));
        await db.SaveChangesAsync(Cancellation);
        (await RefusedAsync(() => world.PreviewAsync(world.OldId, Rules()))).Should().Be("row.frozen");
        (await RefusedAsync(() => world.UndoAsync(applied.MigrationId))).Should().Be("row.frozen");
    }

    private static LabelClassInput Box(string key) => new(null, key, key, ShapeType.Bbox, "#123456");
}
