using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Statistics;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

public sealed class StatisticsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Statistics_OfAVersion_CountEveryShapeWhereItBelongs(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(3);
        await world.Move.ExecuteAsync(world.Actor, version, [assets[0]], SplitKind.Train, Cancellation);
        // On 100 × 80 pixels: a fifth of both sides at the lower right, and one twice as wide as high at the upper left.
        await world.Save.ExecuteAsync(world.Actor, assets[0], 0, [SaveAnnotationsTests.Box(world, 78, 63, 20, 16), SaveAnnotationsTests.Box(world, 0, 0, 4, 2)], [], Cancellation);
        await world.Save.ExecuteAsync(world.Actor, assets[1], 0, [SaveAnnotationsTests.Box(world, 0, 0, 4, 2)], [], Cancellation);

        var statistics = await world.Statistics.GetAsync(world.Actor, version, Cancellation);

        statistics.ShapesOfAsset.Where(bin => bin.Total > 0).Select(bin => (bin.From, bin.Counts[SplitKind.Train], bin.Counts[SplitKind.Unassigned])).Should().Equal((0, 0, 1), (1, 0, 1), (2, 1, 0));
        statistics.ShapeSizes.Where(bin => bin.Total > 0).Select(bin => (bin.From, bin.Total)).Should().Equal((0, 2), (0.2, 1));
        statistics.AspectRatios.Where(bin => bin.Total > 0).Select(bin => (bin.From, bin.Total)).Should().Equal((0, 1), (1, 2));
        statistics.Sizes.Should().Equal(new SizeCount(100, 80, 3));
        statistics.Centres.Sum().Should().Be(3);
        statistics.Centres[0].Should().Be(2);
        statistics.Centres[(28 * VersionStatistics.CentreGrid) + 28].Should().Be(1);
        statistics.Annotators.Should().Equal(new AnnotatorCount(world.Actor.Name, false, 3, 3));
    }

    [Theory, EveryDatabase]
    public async Task Statistics_OfAnEmptyVersionOrAStranger_AreEmptyOrNotFound(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var stranger = world.Actor with { DepartmentId = Guid.CreateVersion7() };

        (await world.Statistics.GetAsync(world.Actor, version, Cancellation)).Annotators.Should().BeEmpty();
        (await DatasetWorld.RefusedAsync(() => world.Statistics.GetAsync(stranger, version, Cancellation))).Should().Be("not_found");
    }
}
