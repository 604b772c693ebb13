using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

public sealed class AssetQueriesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task List_PageByPage_ShowsEveryAssetOnceInUploadOrder(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(25);
        var seen = new List<Guid>();
        string? next = null;

        do
        {
            var page = await world.Assets.ListAsync(world.Actor, version, new AssetFilter(), next, 10, Cancellation);
            seen.AddRange(page.Items.Select(item => item.Id));
            next = page.Next;
        }
        while (next is not null);

        seen.Should().Equal(assets);
    }

    [Theory, EveryDatabase]
    public async Task List_WithEachFilter_ShowsWhatFits(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = world.Seed.Version.Id;
        await world.UploadAsync(version, ("Cells/Second.PNG", HeaderCodec.Png(20, 10, "2")));
        async Task<string[]> Names(AssetFilter filter) =>
            [.. (await world.Assets.ListAsync(world.Actor, version, filter, null, 10, Cancellation)).Items.Select(item => item.FileName)];

        (await Names(new AssetFilter())).Should().BeEquivalentTo("a.png", "Cells/Second.PNG");
        (await Names(new AssetFilter(Split: SplitKind.Train))).Should().Equal("a.png");
        (await Names(new AssetFilter(ClassId: world.Seed.Class.Id))).Should().Equal("a.png");
        (await Names(new AssetFilter(HasAnnotations: false))).Should().Equal("Cells/Second.PNG");
        (await Names(new AssetFilter(ReviewState: ReviewState.Accepted))).Should().Equal("a.png");
        (await Names(new AssetFilter(ReviewState: ReviewState.Pending))).Should().BeEmpty();
        (await Names(new AssetFilter(Text: "second"))).Should().Equal("Cells/Second.PNG");
        (await Names(new AssetFilter(Text: "%"))).Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Neighbours_OfTheMiddle_AreTheOnesBeforeAndAfter(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, _) = await world.AddDraftAsync(3);
        var ids = (await world.Assets.ListAsync(world.Actor, version, new AssetFilter(), null, 10, Cancellation)).Items.Select(item => item.Id).ToList();

        (await world.Assets.GetNeighboursAsync(world.Actor, ids[1], new AssetFilter(), Cancellation)).Should().Be(new AssetNeighbours(ids[0], ids[2], 2, 3, ids[1].ToString()));
        (await world.Assets.GetNeighboursAsync(world.Actor, ids[0], new AssetFilter(), Cancellation)).Should().Be(new AssetNeighbours(null, ids[1], 1, 3, ids[0].ToString()));
        (await world.Assets.GetNeighboursAsync(world.Actor, ids[2], new AssetFilter(Split: SplitKind.Train), Cancellation)).Should().Be(new AssetNeighbours(null, null, 0, 0, ids[2].ToString()));
    }

    [Theory, EveryDatabase]
    public async Task Media_OfAnAsset_IsForThoseWhoMaySeeIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await world.AddDraftAsync(1);
        var stranger = world.Actor with { DepartmentId = Guid.CreateVersion7() };

        var thumbnail = await world.Media.GetThumbnailAsync(world.Actor, assets[0], 200, Cancellation);
        var again = await world.Media.GetThumbnailAsync(world.Actor, assets[0], 256, Cancellation);

        again.Path.Should().Be(thumbnail.Path);
        thumbnail.Sha256.Should().EndWith("-256");
        (await DatasetWorld.RefusedAsync(() => world.Media.GetImageAsync(stranger, assets[0], Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => world.Assets.GetAsync(stranger, assets[0], Cancellation))).Should().Be("not_found");
    }

    [Theory, EveryDatabase]
    public async Task Image_WhoseFileIsGone_SaysSo(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await world.AddDraftAsync(1);
        var media = await world.Media.GetImageAsync(world.Actor, assets[0], Cancellation);
        File.Delete(media.Path);

        (await DatasetWorld.RefusedAsync(() => world.Media.GetImageAsync(world.Actor, assets[0], Cancellation))).Should().Be("storage.not_found");
    }
}
