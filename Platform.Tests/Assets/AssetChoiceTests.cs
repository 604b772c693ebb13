using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Core.People.Model;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

/// <summary>Choosing assets by filters, looking at them window by window, and changing many at once so that it can be undone.</summary>
public sealed class AssetChoiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Filters_OfMeasures_LeaveWhatFits(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var report = await world.UploadAsync(version, ("small.png", HeaderCodec.Png(50, 40, "s")), ("wide.png", HeaderCodec.Png(300, 40, "w")), ("high.png", HeaderCodec.Png(40, 900, "h")));
        var ids = report.Added.Select(asset => asset.AssetId).ToList();
        await world.Save.ExecuteAsync(world.Actor, ids[1], 0, [SaveAnnotationsTests.Box(world, 1, 1, 9, 9), SaveAnnotationsTests.Box(world, 5, 5, 9, 9)], [], Cancellation);
        async Task<IEnumerable<string>> Names(AssetFilter filter) => (await world.Assets.ListAsync(world.Actor, version, filter, null, 10, Cancellation)).Items.Select(item => item.FileName);

        (await Names(new(MinShapes: 1))).Should().Equal("wide.png");
        (await Names(new(MaxShapes: 1))).Should().Equal("small.png", "high.png");
        (await Names(new(MinShapes: 2, MaxShapes: 2))).Should().Equal("wide.png");
        (await Names(new(MinSidePx: 300))).Should().Equal("wide.png", "high.png");
        (await Names(new(MaxSidePx: 300))).Should().Equal("small.png", "wide.png");
        (await Names(new(Source: AnnotationSource.Human))).Should().Equal("wide.png");
        (await Names(new(Source: AnnotationSource.Model))).Should().BeEmpty();
        (await Names(new(MaxConfidence: 0.5))).Should().BeEmpty();
        (await Names(new(UploaderId: world.Actor.UserId))).Should().HaveCount(3);
        (await Names(new(UploaderId: Guid.CreateVersion7()))).Should().BeEmpty();
        (await world.Facets.GetAsync(world.Actor, version, Cancellation)).Uploaders.Should().ContainSingle().Which.Name.Should().Be(world.Actor.Name);
        (await world.Facets.CountAnnotationsAsync(world.Actor, version, ids, Cancellation)).Should().Be(2);
    }

    [Theory, EveryDatabase]
    public async Task Filter_ByConfidence_TakesAModelsShapesInTheRange(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await world.ReadAsync(db => db.Annotations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Confidence, 0.4), Cancellation));
        Task<int> Count(double? from, double? to) => world.Assets.CountAsync(world.Actor, world.Seed.Version.Id, new(MinConfidence: from, MaxConfidence: to), Cancellation);

        (await Count(0.4, null)).Should().Be(1);
        (await Count(null, 0.4)).Should().Be(1);
        (await Count(0.41, null)).Should().Be(0);
        (await Count(0.1, 0.3)).Should().Be(0);
    }

    [Theory, EveryDatabase]
    public async Task Windows_AnywhereInAList_GiveWhatStandsThere(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(25);
        await world.Move.ExecuteAsync(world.Actor, version, [.. assets.Where((_, i) => i % 2 == 0)], SplitKind.Train, Cancellation);
        async Task<IEnumerable<Guid>> Ids(AssetFilter filter, int start, int count) => (await world.Assets.ListWindowAsync(world.Actor, version, filter, start, count, Cancellation)).Select(item => item.Id);

        (await Ids(new(), 10, 5)).Should().Equal(assets.Skip(10).Take(5));
        (await Ids(new(), 23, 5)).Should().Equal(assets.Skip(23));
        (await Ids(new(), 40, 5)).Should().BeEmpty();
        (await Ids(new(Split: SplitKind.Train), 3, 2)).Should().Equal(assets[6], assets[8]);
        (await world.Assets.ListIdsAsync(world.Actor, version, new(Split: SplitKind.Train), Cancellation)).Should().HaveCount(13);
    }

    [Theory, EveryDatabase]
    public async Task Move_OfAssetsFromManySplits_TellsHowToUndoIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(6);
        await world.Move.ExecuteAsync(world.Actor, version, [assets[0], assets[1]], SplitKind.Train, Cancellation);
        await world.Move.ExecuteAsync(world.Actor, version, [assets[2]], SplitKind.Test, Cancellation);

        var before = await world.Move.ExecuteAsync(world.Actor, version, assets, SplitKind.Test, Cancellation);
        foreach (var (split, ids) in before)
        {
            await world.Move.ExecuteAsync(world.Actor, version, [.. ids], split, Cancellation);
        }

        before.Values.Sum(ids => ids.Count).Should().Be(5);
        (await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation)).Splits.Select(split => split.Assets).Should().Equal(2, 0, 1, 3);
        (await DatasetWorld.RefusedAsync(() => world.Move.ExecuteAsync(world.Actor, version, [assets[0], world.Seed.Asset.Id], SplitKind.Val, Cancellation))).Should().Be("not_found");
    }

    [Theory, EveryDatabase]
    public async Task Tags_PutOnAndTakenOff_FilterAndAreUndone(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(4);
        Task<int> Count(string tag) => world.Assets.CountAsync(world.Actor, version, new(Tag: tag), Cancellation);

        (await world.Tag.ExecuteAsync(world.Actor, version, [assets[0]], " night ", Cancellation)).Should().Equal(assets[0]);
        var tagged = await world.Tag.ExecuteAsync(world.Actor, version, [assets[0], assets[1], world.Seed.Asset.Id], "night", Cancellation);
        await world.Tag.ExecuteAsync(world.Actor, version, [assets[1]], "50 % rain", Cancellation);

        tagged.Should().Equal(assets[1]);
        (await Count("night")).Should().Be(2);
        (await Count("nigh")).Should().Be(0);
        (await Count("50 % rain")).Should().Be(1);
        (await Count("50 _ rain")).Should().Be(0);
        (await world.Facets.GetAsync(world.Actor, version, Cancellation)).Tags.Should().Equal("50 % rain", "night");
        AssetTags.Read((await world.Assets.ListAsync(world.Actor, version, new(), null, 9, Cancellation)).Items[1].Tags).Should().Equal("50 % rain", "night");
        (await world.Untag.ExecuteAsync(world.Actor, version, tagged, "night", Cancellation)).Should().Equal(assets[1]);
        (await Count("night")).Should().Be(1);
        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);
        (await world.Facets.GetAsync(world.Actor, copy, Cancellation)).Tags.Should().Equal("50 % rain", "night");
    }

    [Theory, EveryDatabase]
    public async Task Tags_ThatAreNoneOrOnWhatMustNotChange_AreRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));
        Task<string> Code(Core.Access.Actor actor, string tag) => DatasetWorld.RefusedAsync(() => world.Tag.ExecuteAsync(actor, world.Seed.Version.Id, [world.Seed.Asset.Id], tag, Cancellation));

        (await Code(world.Actor, " ")).Should().Be("asset.tag_invalid");
        (await Code(world.Actor, "a|b")).Should().Be("asset.tag_invalid");
        (await Code(world.Actor, new string('x', 61))).Should().Be("asset.tag_invalid");
        (await Code(analyst, "night")).Should().Be("access.denied");
        await world.Seed.FreezeAsync(world.Database);
        (await Code(world.Actor, "night")).Should().Be("row.frozen");
    }
}
