using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

public sealed class FillBoxesTests
{
    private static readonly BoxQuestion s_text = new(["cell"], "text");
    private static readonly BoxQuestion s_class = new(null, null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Text_OfABoxThatAPersonDrew_WaitsForReviewAndKeepsWhoDrewIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        var box = await DrawAsync(world, asset, """{"occluded":true}""");

        var report = await AnswerAsync(world, draft, asset, model, s_text, reading => reading with { Text = "12가 34" });

        report.Filled.Should().Be(2, "the seed's box has no text either");
        var filled = await ItemAsync(world, asset, box);
        filled.Should().BeEquivalentTo(new { Source = "human", Annotator = world.Actor.Name, ReviewState = "pending", Confidence = (double?)0.8, ModelVersionId = (Guid?)model });
        Text(filled).Should().Be("12가 34");
        filled.Attributes!.Value.GetProperty("occluded").GetBoolean().Should().BeTrue();
    }

    [Theory, EveryDatabase]
    public async Task Text_ThatAPersonWrote_IsLeftAloneUnlessAskedFor(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        var written = await DrawAsync(world, asset, """{"text":"mine"}""");

        var (open, answered) = await OpenAsync(world, draft, asset, s_text, overwrite: false);
        open.Should().ContainSingle().Which.Id.Should().NotBe(written);
        answered.Should().Be(1);

        (await OpenAsync(world, draft, asset, s_text, overwrite: true)).Open.Should().HaveCount(2);
        await AnswerAsync(world, draft, asset, model, s_text, reading => reading with { Text = "theirs" }, overwrite: true);
        Text(await ItemAsync(world, asset, written)).Should().Be("theirs");
    }

    [Theory, EveryDatabase]
    public async Task Text_Reviewed_IsThePersonsFromThenOn(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        var (accepted, corrected) = (await DrawAsync(world, asset, null), await DrawAsync(world, asset, null));
        await AnswerAsync(world, draft, asset, model, s_text, reading => reading with { Text = "read" });
        (await OpenAsync(world, draft, asset, s_text, overwrite: false)).Open.Should().HaveCount(3, "what nobody reviewed may be read again");

        await SaveAsync(world, asset, (await ItemAsync(world, asset, accepted)), "accepted", null);
        await SaveAsync(world, asset, (await ItemAsync(world, asset, corrected)), null, """{"text":"right"}""");

        (await ItemAsync(world, asset, accepted)).Should().BeEquivalentTo(new { ReviewState = "accepted", Source = "human", ModelVersionId = (Guid?)model });
        (await ItemAsync(world, asset, corrected)).ReviewState.Should().Be("accepted");
        (await OpenAsync(world, draft, asset, s_text, overwrite: false)).Open.Should().ContainSingle();
        var report = await AnswerAsync(world, draft, asset, model, s_text, reading => reading with { Text = "read" }, overwrite: true);
        report.Agreed.Should().Be(1, "the accepted box says so already");
        (await ItemAsync(world, asset, accepted)).ReviewState.Should().Be("accepted");
    }

    [Theory, EveryDatabase]
    public async Task Annotating_Again_NeverDeletesABoxThatAPersonDrew(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        var box = await DrawAsync(world, asset, null);
        await AnswerAsync(world, draft, asset, model, s_text, reading => reading with { Text = "read" });

        await world.AddModelAnnotations.ExecuteAsync(
            world.Actor, draft, model, [new AssetPredictions(asset, [new PredictedShape("cell", new BoxGeometry(40, 40, 5, 5), 0.5)])], Cancellation);

        Text(await ItemAsync(world, asset, box)).Should().Be("read");
    }

    [Theory, EveryDatabase]
    public async Task Class_OfBoxes_ChangesForModelsBoxesAndForPeoplesOnlyWhenAsked(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        await world.AddModelAnnotations.ExecuteAsync(
            world.Actor, draft, model, [new AssetPredictions(asset, [new PredictedShape("cell", new BoxGeometry(40, 40, 5, 5), 0.5)])], Cancellation);

        var (open, answered) = await OpenAsync(world, draft, asset, s_class, overwrite: false);
        (open.Count, answered).Should().Be((1, 1));
        (await AnswerAsync(world, draft, asset, model, s_class, reading => reading with { ClassKey = "dust" })).Filled.Should().Be(1);
        var changed = (await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation)).Annotations.Single(item => item.Source == "model");
        changed.Should().BeEquivalentTo(new { ReviewState = "pending", Confidence = (double?)0.8 });
        changed.ClassId.Should().NotBe(world.Seed.Class.Id);

        (await AnswerAsync(world, draft, asset, model, s_class, reading => reading with { ClassKey = "dust" }, overwrite: true)).Filled.Should().Be(2);
        (await AnswerAsync(world, draft, asset, model, s_class, reading => reading with { ClassKey = "ghost" }, overwrite: true)).UnknownClasses.Should().Equal(new Dictionary<string, int> { ["ghost"] = 2 });
    }

    [Theory, EveryDatabase]
    public async Task Answers_ToWhatChangedMeanwhile_AreLeftOut(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        var box = await DrawAsync(world, asset, null);
        var (open, _) = await OpenAsync(world, draft, asset, s_text, overwrite: false);
        await SaveAsync(world, asset, await ItemAsync(world, asset, box), null, """{"text":"quicker"}""");

        var report = await FillAsync(world, draft, asset, model, s_text, [.. open.Select(item => new BoxReading(item.Id, item.Revision, 0.9) { Text = "late" })]);

        report.Should().BeEquivalentTo(new { Filled = 1, Changed = 1 });
        Text(await ItemAsync(world, asset, box)).Should().Be("quicker");
    }

    [Theory, EveryDatabase]
    public async Task Fill_OfStrangersOrFrozenVersions_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        var stranger = (await Seed.AddAsync(world.Database, "Other")).Actor;
        Task<FillBoxesReport> Fill(Core.Access.Actor actor, Guid version) => world.FillBoxes.ExecuteAsync(actor, version, model, s_text, [new AssetReadings(asset, [])], Cancellation);

        (await DatasetWorld.RefusedAsync(() => Fill(stranger, draft))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => Fill(world.Actor, world.Seed.Version.Id))).Should().Be("row.frozen");
        (await DatasetWorld.RefusedAsync(() => world.StandingBoxes.ListAsync(stranger, draft, [asset], s_text, false, Cancellation))).Should().Be("not_found");
    }

    // The class "cell" carries text; a model needs a frozen version to have learned from.
    private static async Task<(Guid Draft, Guid Asset, Guid ModelVersion)> DraftAndModelAsync(DatasetWorld world)
    {
        await new SaveLabelClassesCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(
            world.Actor, world.Seed.Ontology.Id,
            [
                new(world.Seed.Class.Id, "cell", null, ShapeType.Bbox, "#ff0000", null, """[{"name":"text","type":"text"}]"""),
                new(null, "dust", null, ShapeType.Bbox, "#00ff00", null, null),
            ], Cancellation);
        await world.FreezeAsync(world.Seed.Version.Id);
        var model = await world.Seed.AddModelVersionAsync(world.Database);
        var draft = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);
        var page = await world.Assets.ListAsync(world.Actor, draft, new(Split: SplitKind.Train), null, 10, Cancellation);
        return (draft, page.Items.Single().Id, model.Id);
    }

    private static async Task<Guid> DrawAsync(DatasetWorld world, Guid asset, string? attributes)
    {
        var box = SaveAnnotationsTests.Box(world, 20, 20, 30, 10);
        box = attributes is null ? box : box with { Attributes = JsonElement.Parse(attributes) };
        var document = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        (await world.Save.ExecuteAsync(world.Actor, asset, document.Revision, [box], [], Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();
        return box.Id;
    }

    private static async Task SaveAsync(DatasetWorld world, Guid asset, AnnotationItem item, string? state, string? attributes)
    {
        var upsert = new AnnotationUpsert(item.Id, item.ClassId, item.Type, item.Geometry, state);
        upsert = attributes is null ? upsert : upsert with { Attributes = JsonElement.Parse(attributes) };
        var document = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        (await world.Save.ExecuteAsync(world.Actor, asset, document.Revision, [upsert], [], Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();
    }

    private static async Task<(IReadOnlyList<StandingBox> Open, int Answered)> OpenAsync(DatasetWorld world, Guid draft, Guid asset, BoxQuestion question, bool overwrite)
    {
        var boxes = (await world.StandingBoxes.ListAsync(world.Actor, draft, [asset], question, overwrite, Cancellation))[asset];
        return (boxes.Open, boxes.Answered);
    }

    private static async Task<FillBoxesReport> AnswerAsync(
        DatasetWorld world, Guid draft, Guid asset, Guid model, BoxQuestion question, Func<BoxReading, BoxReading> answer, bool overwrite = false)
    {
        var (open, _) = await OpenAsync(world, draft, asset, question, overwrite);
        return await FillAsync(world, draft, asset, model, question, [.. open.Select(box => answer(new BoxReading(box.Id, box.Revision, 0.8)))]);
    }

    private static Task<FillBoxesReport> FillAsync(DatasetWorld world, Guid draft, Guid asset, Guid model, BoxQuestion question, IReadOnlyList<BoxReading> readings) =>
        world.FillBoxes.ExecuteAsync(world.Actor, draft, model, question, [new AssetReadings(asset, readings)], Cancellation);

    private static async Task<AnnotationItem> ItemAsync(DatasetWorld world, Guid asset, Guid id) =>
        (await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation)).Annotations.Single(item => item.Id == id);

    private static string? Text(AnnotationItem item) => item.Attributes!.Value.GetProperty("text").GetString();
}
