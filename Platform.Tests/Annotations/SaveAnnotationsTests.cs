using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

public sealed class SaveAnnotationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Save_OnTheCurrentRevision_AddsChangesDeletesAndRaisesIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var first = Box(world, 1, 1, 10, 10);
        var second = Box(world, 5.123456, 1, 10, 10);

        (await RevisionAsync(SaveAsync(world, 0, [first, second]))).Should().Be(1);
        (await RevisionAsync(SaveAsync(world, 1, [first with { Geometry = Geometry(2, 2, 20, 20) }], world.Seed.Annotation.Id))).Should().Be(2);

        var document = await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation);
        document.Should().BeEquivalentTo(new { Revision = 2L, Width = 100, Height = 80, ReadOnly = false });
        document.Annotations.Should().HaveCount(2);
        var changed = document.Annotations.Single(item => item.Id == first.Id);
        changed.Should().BeEquivalentTo(new { Type = "bbox", Source = "human", Annotator = world.Actor.Name, ReviewState = "accepted", Revision = 2L, Confidence = (double?)null });
        changed.Geometry.GetProperty("width").GetDouble().Should().Be(20);
        document.Annotations.Single(item => item.Id == second.Id).Geometry.GetProperty("x").GetDouble().Should().Be(5.123);
    }

    [Theory, EveryDatabase]
    public async Task Save_OnAnOldRevision_ChangesNothingAndAnswersWhatStands(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var mine = Box(world, 1, 1, 10, 10);
        await SaveAsync(world, 0, [mine]);

        var result = await SaveAsync(world, 0, [Box(world, 30, 30, 10, 10)], mine.Id);

        var current = result.Should().BeOfType<SaveAnnotationsResult.StaleRevision>().Which.Current;
        current.Revision.Should().Be(1);
        current.Annotations.Should().HaveCount(2).And.Contain(item => item.Id == mine.Id);
    }

    [Theory, EveryDatabase]
    public async Task Save_ByTwoAtOnceOnOneRevision_LetsExactlyOneWin(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        for (var round = 0; round < 5; round++)
        {
            var revision = round;
            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => SaveAsync(world, revision, [Box(world, i, round, 10, 10)]))));

            results.OfType<SaveAnnotationsResult.Saved>().Should().ContainSingle().Which.Revision.Should().Be(round + 1);
            results.OfType<SaveAnnotationsResult.StaleRevision>().Should().HaveCount(3);
        }

        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations.Should().HaveCount(6);
    }

    [Theory, EveryDatabase]
    public async Task Save_SentAgainAfterALostAnswer_IsRecognisedAsDone(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var box = Box(world, 1, 1, 10, 10);
        await SaveAsync(world, 0, [box], world.Seed.Annotation.Id);

        (await RevisionAsync(SaveAsync(world, 0, [box], world.Seed.Annotation.Id))).Should().Be(1);

        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations.Should().ContainSingle();
    }

    [Theory, EveryDatabase]
    public async Task Save_OfWhatCannotBe_IsRefusedWithItsReason(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var box = Box(world, 1, 1, 10, 10);
        Task<string> Code(AnnotationUpsert upsert) => DatasetWorld.RefusedAsync(() => SaveAsync(world, 0, [upsert]));

        (await Code(box with { ClassId = Guid.CreateVersion7() })).Should().Be("annotation.class_unknown");
        (await Code(box with { Type = "polygon" })).Should().Be("annotation.type_mismatch");
        (await Code(box with { Geometry = Geometry(90, 70, 50, 50) })).Should().Be("geometry.outside");
        (await Code(box with { Geometry = Geometry(1, 1, 0.2, 5) })).Should().Be("geometry.invalid");
        (await Code(box with { Geometry = JsonElement.Parse("""{"rings":[]}""") })).Should().Be("geometry.malformed");
        (await Code(box with { Geometry = JsonElement.Parse("""{"x":1e999,"y":1,"width":1,"height":1}""") })).Should().StartWith("geometry.");
        (await Code(box with { Attributes = JsonElement.Parse("[1]") })).Should().Be("annotation.attributes_invalid");
        (await Code(box with { Id = Guid.Empty })).Should().Be("annotation.id_missing");
        (await DatasetWorld.RefusedAsync(() => SaveAsync(world, 0, [box], box.Id))).Should().Be("annotation.id_repeated");
        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Revision.Should().Be(0);
    }

    [Theory, EveryDatabase]
    public async Task Save_WithAnIdOfAnotherImage_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await world.AddDraftAsync(1);

        var save = () => world.Save.ExecuteAsync(world.Actor, assets[0], 0, [Box(world, 1, 1, 5, 5) with { Id = world.Seed.Annotation.Id }], [], Cancellation);

        (await DatasetWorld.RefusedAsync(save)).Should().Be("annotation.id_taken");
    }

    [Theory, EveryDatabase]
    public async Task Save_OnAFrozenVersionOrByAStranger_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));
        var stranger = world.Actor with { DepartmentId = Guid.CreateVersion7() };
        Task<SaveAnnotationsResult> Save(Core.Access.Actor actor, long revision) =>
            world.Save.ExecuteAsync(actor, world.Seed.Asset.Id, revision, [Box(world, 1, 1, 5, 5)], [], Cancellation);

        (await RevisionAsync(Save(analyst, 0))).Should().Be(1);
        (await DatasetWorld.RefusedAsync(() => Save(stranger, 1))).Should().Be("not_found");
        await world.Seed.FreezeAsync(world.Database);
        (await DatasetWorld.RefusedAsync(() => Save(world.Actor, 1))).Should().Be("row.frozen");
        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).ReadOnly.Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tag")]
    public async Task Save_OfATag_NeedsNoGeometry(string? type)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var tag = new LabelClass(world.Seed.NewId(), world.Seed.Ontology.Id, 1, "blurred", "Blurred", null, "#00ff00", null, world.Database.Time.UtcNow);
        await world.ReadAsync(db =>
        {
            db.Add(tag);
            return db.SaveChangesAsync(Cancellation);
        });

        (await RevisionAsync(SaveAsync(world, 0, [new AnnotationUpsert(world.Seed.NewId(), tag.Id, type, default)]))).Should().Be(1);

        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations.Should().Contain(item => item.Type == null);
    }

    [Theory, EveryDatabase]
    public async Task Save_OfAttributes_KeepsSetsAndClearsThem(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var box = Box(world, 1, 1, 10, 10) with { Attributes = JsonElement.Parse("""{"occluded":true,"색":"빨강"}""") };
        async Task<string?> Attributes() =>
            (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations.Single(item => item.Id == box.Id).Attributes?.ToString();

        await SaveAsync(world, 0, [box]);
        await SaveAsync(world, 1, [box with { Geometry = Geometry(2, 2, 5, 5), Attributes = default }]);
        (await Attributes()).Should().Contain("빨강");
        await SaveAsync(world, 2, [box with { Attributes = JsonElement.Parse("null") }]);
        (await Attributes()).Should().BeNull();
    }

    internal static AnnotationUpsert Box(DatasetWorld world, double x, double y, double width, double height) =>
        new(world.Seed.NewId(), world.Seed.Class.Id, "bbox", Geometry(x, y, width, height));

    internal static JsonElement Geometry(double x, double y, double width, double height) => JsonElement.Parse(GeometryJson.Write(new BoxGeometry(x, y, width, height)));

    private static async Task<long> RevisionAsync(Task<SaveAnnotationsResult> save) => (await save).Should().BeOfType<SaveAnnotationsResult.Saved>().Which.Revision;

    private static Task<SaveAnnotationsResult> SaveAsync(DatasetWorld world, long revision, IReadOnlyList<AnnotationUpsert> upserts, params Guid[] deletes) =>
        world.Save.ExecuteAsync(world.Actor, world.Seed.Asset.Id, revision, upserts, deletes, Cancellation);
}
