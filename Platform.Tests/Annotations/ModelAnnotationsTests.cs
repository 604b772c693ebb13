using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

public sealed class ModelAnnotationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Add_AgainForOneImage_ReplacesOnlyWhatNobodyReviewed(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        await AddAsync(world, draft, model, asset, (10, 0.9), (30, 0.8));
        var first = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        var accepted = first.Annotations.Single(item => item.Confidence == 0.9);
        await SaveAsync(world, first, Verdict(accepted, "accepted"));

        var report = await AddAsync(world, draft, model, asset, (50, 0.7), (200, 0.6));

        report.Should().BeEquivalentTo(new { Assets = 1, Shapes = 1, Replaced = 1, Dropped = 1 });
        var second = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        second.Revision.Should().BeGreaterThan(first.Revision);
        second.Annotations.Where(item => item.Source == "model").Select(item => (item.Confidence, item.ReviewState)).Should().BeEquivalentTo(
            new (double?, string)[] { (0.9, "accepted"), (0.7, "pending") });
        second.Annotations.Should().Contain(item => item.Source == "human");
    }

    [Theory]
    [InlineData(OverlapPolicy.Replace, 0.7, 1, 1)]
    [InlineData(OverlapPolicy.Skip, 0.7, 2, 0)]
    [InlineData(OverlapPolicy.Add, 0.7, 0, 0)]
    public async Task Add_OverShapesThatAreThere_FollowsThePolicy(OverlapPolicy policy, double confidence, int overlapping, int replaced)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        await AddAsync(world, draft, model, asset, (10, 0.9), (50, 0.8));
        var before = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        await SaveAsync(world, before, Verdict(before.Annotations.Single(item => item.Confidence == 0.9), "accepted"));

        // One where a person accepted a shape, one where nobody reviewed the model's earlier one, one on free ground.
        var report = await AddAsync(world, draft, model, asset, policy, (12, confidence), (50, confidence), (80, confidence));

        report.Should().BeEquivalentTo(new { Shapes = 3 - overlapping, Overlapping = overlapping, Replaced = replaced });
        var after = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        after.Annotations.Should().Contain(item => item.Confidence == 0.9 && item.ReviewState == "accepted");
        after.Annotations.Count(item => item.Source == "model").Should().Be(2 - replaced + 3 - overlapping);
    }

    [Theory, EveryDatabase]
    public async Task Save_OfACorrectedModelShape_KeepsTheModelOnRecord(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        await AddAsync(world, draft, model, asset, (10, 0.9));
        var document = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        var shape = document.Annotations.Single(item => item.Source == "model");

        await SaveAsync(world, document, Verdict(shape, null) with { Geometry = SaveAnnotationsTests.Geometry(12, 12, 9, 9) });

        var corrected = (await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation)).Annotations.Single(item => item.Id == shape.Id);
        corrected.Should().BeEquivalentTo(new
        {
            Source = "model", ReviewState = "accepted", Annotator = world.Actor.Name, Confidence = (double?)0.9, ModelVersionId = (Guid?)model,
        });
    }

    [Theory, EveryDatabase]
    public async Task Save_RejectingAModelShape_IsKeptOutOfTheContent(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        await AddAsync(world, draft, model, asset, (10, 0.9), (30, 0.8), (50, 0.7));
        var document = await world.Annotations.GetDocumentAsync(world.Actor, asset, Cancellation);
        var shapes = document.Annotations.Where(item => item.Source == "model").OrderByDescending(item => item.Confidence).ToList();

        await SaveAsync(world, document, Verdict(shapes[0], "accepted"), Verdict(shapes[1], "rejected"));

        var content = await world.Content.StreamAsync(world.Actor, draft, Cancellation).SingleAsync(Cancellation);
        content.Shapes.Count(shape => shape.Source == AnnotationSource.Model).Should().Be(1);
    }

    [Theory, EveryDatabase]
    public async Task Save_OfANewShape_IsAlwaysTheActors(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        await world.Save.ExecuteAsync(
            world.Actor, world.Seed.Asset.Id, 0, [SaveAnnotationsTests.Box(world, 1, 1, 5, 5) with { ReviewState = "pending" }], [], Cancellation);

        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Annotations
            .Should().OnlyContain(item => item.Source == "human" && item.ModelVersionId == null && item.ReviewState == "accepted");
    }

    [Theory, EveryDatabase]
    public async Task Add_OfUnknownClassesStrangersOrFrozenVersions_IsReportedOrRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (draft, asset, model) = await DraftAndModelAsync(world);
        Task<ModelAnnotationsReport> Add(Guid version, Guid modelVersion, Guid target, string key) => world.AddModelAnnotations.ExecuteAsync(
            world.Actor, version, modelVersion, [new AssetPredictions(target, [new PredictedShape(key, new BoxGeometry(1, 1, 5, 5), 0.5)])], Cancellation);

        (await Add(draft, model, asset, "dust")).UnknownClasses.Should().Equal(new Dictionary<string, int> { ["dust"] = 1 });
        (await DatasetWorld.RefusedAsync(() => Add(draft, Guid.CreateVersion7(), asset, "cell"))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => Add(draft, model, world.Seed.Asset.Id, "cell"))).Should().BeOneOf("not_found", "row.frozen");
        (await DatasetWorld.RefusedAsync(() => Add(world.Seed.Version.Id, model, world.Seed.Asset.Id, "cell"))).Should().Be("row.frozen");
    }

    // A model needs a frozen version to have learned from; its predictions go into a draft copied from it.
    private static async Task<(Guid Draft, Guid Asset, Guid ModelVersion)> DraftAndModelAsync(DatasetWorld world)
    {
        await world.FreezeAsync(world.Seed.Version.Id);
        var model = await world.Seed.AddModelVersionAsync(world.Database);
        var draft = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);
        var page = await world.Assets.ListAsync(world.Actor, draft, new(Split: SplitKind.Train), null, 10, Cancellation);
        return (draft, page.Items.Single().Id, model.Id);
    }

    private static Task<ModelAnnotationsReport> AddAsync(DatasetWorld world, Guid draft, Guid model, Guid asset, params (double X, double Confidence)[] boxes) =>
        world.AddModelAnnotations.ExecuteAsync(
            world.Actor, draft, model, [new AssetPredictions(asset, [.. boxes.Select(box => new PredictedShape("cell", new BoxGeometry(box.X, 10, 10, 10), box.Confidence))])], Cancellation);

    private static Task<ModelAnnotationsReport> AddAsync(DatasetWorld world, Guid draft, Guid model, Guid asset, OverlapPolicy policy, params (double X, double Confidence)[] boxes) =>
        world.AddModelAnnotations.ExecuteAsync(
            world.Actor, draft, model, [new AssetPredictions(asset, [.. boxes.Select(box => new PredictedShape("cell", new BoxGeometry(box.X, 10, 10, 10), box.Confidence))])], Cancellation, policy);

    private static AnnotationUpsert Verdict(AnnotationItem item, string? state) => new(item.Id, item.ClassId, item.Type, item.Geometry, state);

    private static async Task SaveAsync(DatasetWorld world, AnnotationDocument document, params AnnotationUpsert[] upserts) =>
        (await world.Save.ExecuteAsync(world.Actor, document.AssetId, document.Revision, upserts, [], Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();
}
