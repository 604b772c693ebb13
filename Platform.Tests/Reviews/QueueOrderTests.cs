using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Assets.Queries;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Reviews;

/// <summary>Orders of the queue beside that by confidence: rare classes, and images that two models disagree on.</summary>
public sealed class QueueOrderTests
{
    private static readonly AssetFilter s_rareFirst = new(Order: AssetOrder.RareClasses);
    private static readonly AssetFilter s_apartFirst = new(Order: AssetOrder.Disagreement);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Pages_ByRareClasses_BeginWithTheImagesOfTheRarestClassOfTheVersion(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await AddClassesAsync(world, "platelet", "dust");
        var (version, assets) = await world.AddDraftAsync(5);
        await world.FreezeAsync(world.Seed.Version.Id);
        var model = (await world.Seed.AddModelVersionAsync(world.Database)).Id;
        await world.AddModelAnnotations.ExecuteAsync(
            world.Actor, version, model,
            [Predicted(assets[0], "cell", "cell"), Predicted(assets[2], "cell", "platelet"), Predicted(assets[3], "platelet", "platelet"), Predicted(assets[4], "dust")], Cancellation);

        // 3 cells and 3 platelets beside 1 speck of dust; the image without shapes comes last.
        (await PagesAsync(world, version, s_rareFirst)).Should().Equal(assets[4], assets[0], assets[2], assets[3], assets[1]);
        (await LeadAsync(world, assets[4], AssetOrder.RareClasses))!.Rarest.Should().Be(new RarestClass("dust", 1));
        (await LeadAsync(world, assets[1], AssetOrder.RareClasses)).Should().BeNull();

        var dust = (await world.Annotations.GetDocumentAsync(world.Actor, assets[4], Cancellation)).Annotations.Single();
        await world.Save.ExecuteAsync(world.Actor, assets[4], 1, [new AnnotationUpsert(dust.Id, dust.ClassId, dust.Type, dust.Geometry, "rejected")], [], Cancellation);
        (await PagesAsync(world, version, s_rareFirst)).Should().Equal([assets[0], assets[2], assets[3], assets[1], assets[4]], "what was rejected is not there");
    }

    [Theory, EveryDatabase]
    public async Task Pages_ByDisagreement_BeginWithTheImagesThatTheModelsSeeMostDifferently(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(5);
        var (first, second) = await ModelsAsync(world);
        await RecordAsync(world, version, first, second, new(assets[0], 0, 4), new(assets[1], 3, 7), new(assets[3], 0, 0), new(assets[4], 2, 2), new(world.Seed.Asset.Id, 9, 9));

        (await PagesAsync(world, version, s_apartFirst)).Should().Equal(assets[4], assets[1], assets[0], assets[3], assets[2]);
        (await LeadAsync(world, assets[1], AssetOrder.Disagreement))!.Models.Should().Be(new TwoModels(3, 7, "First", 1, "Second", 1));
        (await LeadAsync(world, assets[2], AssetOrder.Disagreement)).Should().BeNull();
        (await LeadAsync(world, world.Seed.Asset.Id, AssetOrder.Disagreement)).Should().BeNull("it is in another version");
        var around = await world.Assets.GetNeighboursAsync(world.Actor, assets[1], s_apartFirst, Cancellation);
        (around.Previous, around.Next, around.Position).Should().Be((assets[4], assets[0], 2));
        (await world.Work.GetNextInQueueAsync(world.Actor, assets[1], s_apartFirst, around.Cursor, Cancellation)).Should().Be(assets[0]);

        await RecordAsync(world, version, first, second, new AssetDisagreement(assets[4], 0, 2));
        (await PagesAsync(world, version, s_apartFirst)).Should().Equal([assets[1], assets[0], assets[3], assets[4], assets[2]], "the last comparison counts");
        (await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[1]], Cancellation)).Should().Be(1);
    }

    [Theory, EveryDatabase]
    public async Task Disagreements_OfOthersVersionsAndModels_AreNotFound(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(1);
        var (first, second) = await ModelsAsync(world);
        var other = await Seed.AddAsync(world.Database, "Elsewhere");
        await other.FreezeAsync(world.Database);
        var foreign = (await other.AddModelVersionAsync(world.Database)).Id;
        var row = new AssetDisagreement(assets[0], 1, 1);

        await Refused<NotFoundException>(() => new RecordDisagreementsCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(other.Actor, version, first, second, [row], Cancellation));
        await Refused<NotFoundException>(() => RecordAsync(world, version, first, foreign, row));
        await Refused<NotFoundException>(() => RecordAsync(world, version, foreign, second, row));
        await Refused<NotFoundException>(() => new QueueLeadQueries(world.Database.Contexts).FindAsync(other.Actor, assets[0], AssetOrder.Disagreement, Cancellation));
        (await DatasetWorld.RefusedAsync(() => RecordAsync(world, world.Seed.Version.Id, first, second, row))).Should().Be("row.frozen");
        (await LeadAsync(world, assets[0], AssetOrder.Disagreement)).Should().BeNull();
    }

    [Fact]
    public void Disagreement_OfTwoModels_CountsShapesWithoutAPartnerOfTheirClass()
    {
        PredictedShape[] first = [Box("cell", 0), Box("cell", 40), Box("dust", 70)];
        PredictedShape[] second = [Box("cell", 2), Box("dust", 40), Box("dust", 71), Box("cell", 1)];

        AssetDisagreement.Between(Guid.Empty, first, second).Should().Be(new AssetDisagreement(Guid.Empty, 3, 7), "one cell and its double, and two names for one object");
        AssetDisagreement.Between(Guid.Empty, [], []).Should().Be(new AssetDisagreement(Guid.Empty, 0, 0));
        AssetDisagreement.Between(Guid.Empty, [new("day", new TagGeometry(), .9)], [new("day", new TagGeometry(), .6)]).Apart.Should().Be(0);
    }

    private static PredictedShape Box(string key, double x) => new(key, new BoxGeometry(x, 10, 10, 10), 0.9);

    private static AssetPredictions Predicted(Guid asset, params string[] keys) => new(asset, [.. keys.Select((key, index) => Box(key, 20 * index))]);

    private static async Task AddClassesAsync(DatasetWorld world, params string[] keys)
    {
        await using var db = world.Database.Open();
        db.AddRange(keys.Select((key, index) => new LabelClass(world.Seed.NewId(), world.Seed.Ontology.Id, index + 1, key, key, ShapeType.Bbox, "#00ff00", null, world.Database.Time.UtcNow)));
        await db.SaveChangesAsync(Cancellation);
    }

    private static async Task<(Guid First, Guid Second)> ModelsAsync(DatasetWorld world)
    {
        await world.FreezeAsync(world.Seed.Version.Id);
        return ((await world.Seed.AddModelVersionAsync(world.Database, "First")).Id, (await world.Seed.AddModelVersionAsync(world.Database, "Second")).Id);
    }

    private static Task RecordAsync(DatasetWorld world, Guid version, Guid first, Guid second, params AssetDisagreement[] rows) =>
        new RecordDisagreementsCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(world.Actor, version, first, second, rows, Cancellation);

    private static Task<QueueLead?> LeadAsync(DatasetWorld world, Guid asset, AssetOrder order) => new QueueLeadQueries(world.Database.Contexts).FindAsync(world.Actor, asset, order, Cancellation);

    private static async Task<List<Guid>> PagesAsync(DatasetWorld world, Guid version, AssetFilter filter)
    {
        var (seen, next) = (new List<Guid>(), (string?)null);
        do
        {
            var page = await world.Assets.ListAsync(world.Actor, version, filter, next, 2, Cancellation);
            seen.AddRange(page.Items.Select(item => item.Id));
            next = page.Next;
        }
        while (next is not null);
        return seen;
    }

    private static Task Refused<T>(Func<Task> action)
        where T : Exception => action.Should().ThrowAsync<T>();
}
