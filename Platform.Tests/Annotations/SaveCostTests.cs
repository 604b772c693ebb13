using Platform.Core.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

/// <summary>A save of one shape costs the same on a nearly empty and on a crowded image, counted in statements and rows instead of time.</summary>
public sealed class SaveCostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Save_OfOneShape_CostsTheSameWithTenAndWithTenThousandOnTheImage(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await FillAsync(world, 10);
        var few = await CostOfOneShapeAsync(world);
        await FillAsync(world, 10_000);

        var many = await CostOfOneShapeAsync(world);

        many.Should().Be(few);
        many.Rows.Should().BeLessThan(30, "two saves read the image, its version and classes, and the one shape each");
    }

    [Theory, EveryDatabase]
    public async Task Save_OfOneKeyframe_CostsTheSameOnAShortAndOnALongTrack(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await world.Database.ExecuteAsync($"UPDATE asset SET type = 'video', frame_count = 20000");
        var track = world.Seed.NewId();
        await FillAsync(world, 10, i => (i, track));
        var few = await CostOfOneShapeAsync(world, (15_000, track));
        await FillAsync(world, 5_000, i => (i + 100, track));

        (await CostOfOneShapeAsync(world, (15_001, track))).Should().Be(few);
    }

    private static async Task<(int Statements, int Rows)> CostOfOneShapeAsync(DatasetWorld world, (int Frame, Guid Track)? place = null)
    {
        var box = Placed(SaveAnnotationsTests.Box(world, 1, 1, 10, 10), place);
        var revision = await RevisionAsync(world);
        using var counter = new StatementCounter(world.Database);
        await SaveAsync(world, revision, [box]);
        await SaveAsync(world, revision + 1, [box with { Geometry = SaveAnnotationsTests.Geometry(2, 2, 9, 9) }]);
        return counter.Counts;
    }

    private static async Task FillAsync(DatasetWorld world, int count, Func<int, (int, Guid)>? place = null) => await SaveAsync(
        world, await RevisionAsync(world), [.. Enumerable.Range(0, count).Select(i => Placed(SaveAnnotationsTests.Box(world, i % 90, i % 70, 5, 5), place?.Invoke(i)))]);

    private static AnnotationUpsert Placed(AnnotationUpsert box, (int Frame, Guid Track)? place) =>
        place is { } on ? box with { Frame = on.Frame, TrackId = on.Track } : box;

    private static async Task<long> RevisionAsync(DatasetWorld world) => (await world.Assets.GetAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Revision;

    private static async Task SaveAsync(DatasetWorld world, long revision, IReadOnlyList<AnnotationUpsert> upserts) =>
        (await world.Save.ExecuteAsync(world.Actor, world.Seed.Asset.Id, revision, upserts, [], Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();
}
