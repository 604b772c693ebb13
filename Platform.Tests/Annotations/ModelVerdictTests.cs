using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Queries;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

public sealed class ModelVerdictTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Verdicts_OfShapesThatPeopleJudged_AreCountedByClassOnceEach(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (asset, model) = await AnnotateAsync(world, 10, 20, 30, 40, 50);
        var shapes = (await DocumentAsync(world, asset)).Annotations.Where(item => item.Source == "model").OrderBy(item => item.Confidence).ToList();

        await SaveAsync(world, asset, [As(shapes[0], "accepted"), As(shapes[1], "rejected"), As(shapes[2], null) with { Geometry = SaveAnnotationsTests.Geometry(31, 11, 9, 9) }], [shapes[3].Id]);
        await SaveAsync(world, asset, [As(shapes[2], "accepted") with { Geometry = SaveAnnotationsTests.Geometry(31, 11, 9, 9) }, As(shapes[0], "rejected")], []);

        var verdicts = (await OfModelAsync(world, model)).Should().ContainSingle().Subject;
        verdicts.Should().BeEquivalentTo(new { ClassKey = "cell", Accepted = 0, Corrected = 1, Refused = 3 }, "the last word counts, a correction stays one, and the fifth was not judged");
        verdicts.Precision.Should().Be(.25);
        verdicts.Interval!.Low.Should().BeInRange(0.04, 0.05);
        verdicts.Interval.High.Should().BeInRange(0.69, 0.70);
    }

    [Theory, EveryDatabase]
    public async Task Verdict_ThatIsTakenBack_CountsNoMore(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (asset, model) = await AnnotateAsync(world, 10);
        var shape = (await DocumentAsync(world, asset)).Annotations.Single(item => item.Source == "model");

        await SaveAsync(world, asset, [As(shape, "accepted")], []);
        await SaveAsync(world, asset, [As(shape, "pending")], []);
        (await OfModelAsync(world, model)).Should().BeEmpty();

        await SaveAsync(world, asset, [], [shape.Id]);
        await SaveAsync(world, asset, [As(shape, "accepted")], []);
        (await OfModelAsync(world, model)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Accepted = 1, Refused = 0 }, "the deletion was undone");
    }

    [Theory, EveryDatabase]
    public async Task Correction_ThatIsUndone_LeavesTheShapeToReviewAndNoVerdict(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (asset, model) = await AnnotateAsync(world, 10);
        var shape = (await DocumentAsync(world, asset)).Annotations.Single(item => item.Source == "model");
        var moved = As(shape, "accepted") with { Geometry = SaveAnnotationsTests.Geometry(31, 11, 9, 9) };

        await SaveAsync(world, asset, [moved], []);
        await SaveAsync(world, asset, [As(shape, "pending")], []);
        (await OfModelAsync(world, model)).Should().BeEmpty();
        (await DocumentAsync(world, asset)).Annotations.Single(item => item.Id == shape.Id).ReviewState.Should().Be("pending");

        await SaveAsync(world, asset, [moved], []);
        await SaveAsync(world, asset, [As(shape, "accepted")], []);
        (await OfModelAsync(world, model)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Accepted = 1, Corrected = 0 }, "it ends as the model drew it");

        await SaveAsync(world, asset, [moved], []);
        await SaveAsync(world, asset, [], [shape.Id]);
        await SaveAsync(world, asset, [moved], []);
        (await OfModelAsync(world, model)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Accepted = 0, Corrected = 1, Refused = 0 }, "the deletion alone was undone");
    }

    [Theory, EveryDatabase]
    public async Task Verdicts_OfAStrangersModel_AreNotFound(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, model) = await AnnotateAsync(world, 10);
        var other = await Seed.AddAsync(world.Database, "Elsewhere");

        await new ModelVerdictQueries(world.Database.Contexts).Invoking(queries => queries.OfModelVersionAsync(other.Actor, model, Cancellation)).Should().ThrowAsync<NotFoundException>();
    }

    private static async Task<(Guid Asset, Guid Model)> AnnotateAsync(DatasetWorld world, params double[] places)
    {
        await world.FreezeAsync(world.Seed.Version.Id);
        var model = await world.Seed.AddModelVersionAsync(world.Database);
        var draft = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);
        var asset = (await world.Assets.ListAsync(world.Actor, draft, new(Split: SplitKind.Train), null, 10, Cancellation)).Items.Single().Id;
        var shapes = places.Select(x => new PredictedShape("cell", new BoxGeometry(x, 10, 9, 9), x / 100)).ToList();
        await world.AddModelAnnotations.ExecuteAsync(world.Actor, draft, model.Id, [new AssetPredictions(asset, shapes)], Cancellation);
        return (asset, model.Id);
    }

    private static Task<AnnotationDocument> DocumentAsync(DatasetWorld world, Guid asset) => world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);

    private static Task<IReadOnlyList<ClassVerdicts>> OfModelAsync(DatasetWorld world, Guid model) => new ModelVerdictQueries(world.Database.Contexts).OfModelVersionAsync(world.Actor, model, Cancellation);

    private static AnnotationUpsert As(AnnotationItem item, string? state) => new(item.Id, item.ClassId, item.Type, item.Geometry, state);

    private static async Task SaveAsync(DatasetWorld world, Guid asset, IReadOnlyList<AnnotationUpsert> upserts, IReadOnlyList<Guid> deletes) =>
        (await world.Save.ExecuteAsync(world.Actor, asset, (await DocumentAsync(world, asset)).Revision, upserts, deletes, Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();
}
