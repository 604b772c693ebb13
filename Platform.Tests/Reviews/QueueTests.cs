using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.People.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Reviews;

public sealed class QueueTests
{
    private static readonly AssetFilter s_uncertainFirst = new(Order: AssetOrder.LowestConfidence);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Pages_ByLowestConfidence_ShowEveryAssetOnceTheUncertainFirst(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await PredictedAsync(world, 0.9, null, 0.1, 0.5, 0.1, null, 0.7);
        int[] expected = [2, 4, 3, 6, 0, 1, 5];

        var seen = new List<Guid>();
        string? next = null;
        do
        {
            var page = await world.Assets.ListAsync(world.Actor, version, s_uncertainFirst, next, 2, Cancellation);
            seen.AddRange(page.Items.Select(item => item.Id));
            next = page.Next;
        }
        while (next is not null);

        seen.Should().Equal(expected.Select(index => assets[index]));
        (await world.Assets.ListAsync(world.Actor, version, s_uncertainFirst, null, 1, Cancellation)).Items.Single().LowestConfidence.Should().Be(0.1);
    }

    [Theory, EveryDatabase]
    public async Task Neighbours_ByLowestConfidence_FollowTheSameOrder(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await PredictedAsync(world, 0.9, null, 0.1, 0.5);
        async Task<(int?, int?, int)> Around(int index)
        {
            var around = await world.Assets.GetNeighboursAsync(world.Actor, assets[index], s_uncertainFirst, Cancellation);
            return (IndexOf(around.Previous), IndexOf(around.Next), around.Position);
        }

        int? IndexOf(Guid? id) => id is { } known ? assets.ToList().IndexOf(known) : null;
        (await Around(2)).Should().Be((null, 3, 1));
        (await Around(3)).Should().Be((2, 0, 2));
        (await Around(0)).Should().Be((3, 1, 3));
        (await Around(1)).Should().Be((0, null, 4));
        (await world.Assets.ListAroundAsync(world.Actor, assets[0], s_uncertainFirst, 1, 5, Cancellation)).Select(item => IndexOf(item.Id)).Should().Equal(3, 0, 1);
    }

    [Theory, EveryDatabase]
    public async Task Next_AfterTheUncertainShapesWereReviewed_GoesOnFromWhereTheImageStood(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await PredictedAsync(world, 0.9, 0.2, 0.1, 0.5);
        var filter = s_uncertainFirst with { ReviewState = ReviewState.Pending };
        var cursor = (await world.Assets.GetNeighboursAsync(world.Actor, assets[1], filter, Cancellation)).Cursor;
        await world.AddModelAnnotations.ExecuteAsync(world.Actor, version, await ModelOfAsync(world), [new AssetPredictions(assets[1], [])], Cancellation);

        (await world.Work.GetNextInQueueAsync(world.Actor, assets[1], filter, cursor, Cancellation)).Should().Be(assets[3], "0.5 comes after 0.2");
        (await world.Work.GetNextInQueueAsync(world.Actor, assets[1], filter, null, Cancellation)).Should().Be(assets[2], "without its place the queue begins anew");
    }

    [Theory, EveryDatabase]
    public async Task Next_WithoutStatesOrPeople_IsWhatIsOpenAndFree(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(5);
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));
        await SetAsync(world, version, WorkState.Done, assets[1]);
        await AssignAsync(world, version, world.Actor.UserId, assets[2]);
        Task<Guid?> Next(Guid? from, AssetFilter? filter = null) => world.Work.GetNextInQueueAsync(analyst, version, from, filter ?? new(), null, Cancellation);

        (await Next(null)).Should().Be(assets[0]);
        (await Next(assets[0])).Should().Be(assets[3], "1 is done and 2 is another's");
        (await Next(assets[4])).Should().Be(assets[0], "the queue begins again at its end");
        (await Next(assets[0], new AssetFilter(WorkStates: [WorkState.Done]))).Should().Be(assets[1]);
        (await Next(assets[1], new AssetFilter(WorkStates: [WorkState.Done]))).Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task List_ByStateAndPerson_ShowsWhatFits(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(4);
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));
        await AssignAsync(world, version, analyst.UserId, assets[0], assets[1]);
        await AssignAsync(world, version, world.Actor.UserId, assets[2]);
        await SetAsync(world, version, WorkState.InProgress, assets[1]);
        async Task<int[]> Shown(AssetFilter filter) =>
            [.. (await world.Assets.ListAsync(world.Actor, version, filter, null, 10, Cancellation)).Items.Select(item => assets.ToList().IndexOf(item.Id))];

        (await Shown(new(WorkStates: [WorkState.InProgress, WorkState.Rejected]))).Should().Equal(1);
        (await Shown(new(Assignee: new(analyst.UserId)))).Should().Equal(0, 1);
        (await Shown(new(Assignee: new(analyst.UserId, OrNobody: true)))).Should().Equal(0, 1, 3);
        (await Shown(new(Assignee: new(null, OrNobody: true)))).Should().Equal(3);
        (await Shown(new(Assignee: new(null)))).Should().BeEmpty();
        (await world.Work.CountAsync(analyst, version, Cancellation)).Should().BeEquivalentTo(new { Unlabelled = 3, InProgress = 1, Mine = 2 });
    }

    [Theory, EveryDatabase]
    public async Task List_FromACursorOfAnotherOrder_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        Task<AssetPage> List(AssetFilter filter, string after) => world.Assets.ListAsync(world.Actor, world.Seed.Version.Id, filter, after, 10, Cancellation);

        (await DatasetWorld.RefusedAsync(() => List(new(), "0.5~" + Guid.Empty))).Should().Be("asset.cursor");
        (await DatasetWorld.RefusedAsync(() => List(s_uncertainFirst, "x"))).Should().Be("asset.cursor");
    }

    [Theory, EveryDatabase]
    public async Task Import_OfLabelledImages_CountsThemAsDone(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(2);
        var source = Interchange.Sources.Of(("labels/0.txt", "0 0.5 0.5 0.2 0.2"), ("classes.txt", "cell"));

        await world.Import.ExecuteAsync(world.Actor, version, source, new ImportRequest(), Cancellation);

        (await world.Work.CountAsync(world.Actor, version, Cancellation)).Should().BeEquivalentTo(new { Done = 1, Unlabelled = 1 });
        assets.Should().HaveCount(2);
    }

    // One image a confidence; null is an image without predictions.
    private static async Task<(Guid Version, IReadOnlyList<Guid> Assets)> PredictedAsync(DatasetWorld world, params double?[] confidences)
    {
        var (version, assets) = await world.AddDraftAsync(confidences.Length);
        await world.AddModelAnnotations.ExecuteAsync(
            world.Actor, version, await ModelOfAsync(world),
            [.. confidences.Zip(assets).Where(pair => pair.First is not null).Select(pair => new AssetPredictions(
                pair.Second, [new PredictedShape("cell", new BoxGeometry(1, 1, 5, 5), 0.95), new PredictedShape("cell", new BoxGeometry(9, 9, 5, 5), pair.First!.Value)]))],
            Cancellation);
        return (version, assets);
    }

    private static async Task<Guid> ModelOfAsync(DatasetWorld world)
    {
        await world.FreezeAsync(world.Seed.Version.Id);
        return (await world.Seed.AddModelVersionAsync(world.Database, $"Detector {world.Seed.NewId()}")).Id;
    }

    private static Task SetAsync(DatasetWorld world, Guid version, WorkState state, params Guid[] assets) =>
        world.SetWorkState.ExecuteAsync(world.Actor, version, assets, state, null, Cancellation);

    private static Task AssignAsync(DatasetWorld world, Guid version, Guid person, params Guid[] assets) => world.Assign.ExecuteAsync(world.Actor, version, assets, person, Cancellation);
}
