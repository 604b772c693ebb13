using System.Text;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

/// <summary>From one image to others of its version: by name, and to where one worked last.</summary>
public sealed class SiblingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("세척 라인/0001.png", "세척", true)]
    [InlineData("세척 라인/0001.png", "ㅅㅊ", true)]
    [InlineData("세척 라인/0001.png", "ㄹㅇ 01", true)]
    [InlineData("고양이.png", "고야", true)]
    [InlineData("고양이.png", "ㄱㅇㅇ", true)]
    [InlineData("고양이.png", "개", false)]
    [InlineData("Line-A/IMG_0042.JPG", "img 42", true)]
    [InlineData("Line-A/IMG_0042.JPG", "42 line", true)]
    [InlineData("Line-A/IMG_0042.JPG", "43", false)]
    [InlineData("a.png", "much longer than the name", false)]
    public void SearchFrameByFilename_Words_FindNamesInAnyCaseAndByInitialConsonants(string name, string text, bool fits) => new NameSearch(text).Fits(name).Should().Be(fits);

    [Fact]
    public void SearchFrameByFilename_NameFromAMac_IsFoundAsWritten() => new NameSearch("세척").Fits("세척.png".Normalize(NormalizationForm.FormD)).Should().BeTrue();

    [Theory, EveryDatabase]
    public async Task SearchFrameByFilename_FindsOnlyInTheSameVersion_InUploadOrder(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await world.AddDraftAsync(12);
        await world.AddDraftAsync(12, "Other");

        var found = await world.Siblings.FindAsync(world.Actor, assets[3], "1", Cancellation);

        found.Select(asset => asset.Id).Should().Equal(assets[1], assets[10], assets[11]);
        found[0].Should().Be(new SiblingAsset(assets[1], "1.png", AssetType.Image, WorkState.Unlabelled, 0));
        (await world.Siblings.FindAsync(world.Actor, assets[3], "%", Cancellation)).Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Resume_WithoutAText_NamesTheImagesThatOneDrewOnLast(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await world.AddDraftAsync(4);
        var colleague = world.Actor with { Name = "A colleague" };
        (await world.Siblings.FindAsync(world.Actor, assets[0], null, Cancellation)).Should().BeEmpty();
        foreach (var (index, actor) in new[] { (2, world.Actor), (0, world.Actor), (3, colleague) })
        {
            world.Database.Time.Advance(TimeSpan.FromMinutes(1));
            await world.Save.ExecuteAsync(actor, assets[index], 0, [SaveAnnotationsTests.Box(world, 1, 2, 3, 4)], [], Cancellation);
        }

        var recent = await world.Siblings.FindAsync(world.Actor, assets[1], " ", Cancellation);

        recent.Select(asset => (asset.Id, asset.AnnotationCount)).Should().Equal((assets[0], 1), (assets[2], 1));
    }

    [Theory, EveryDatabase]
    public async Task SingleObject_Progress_CountsWhatIsBegunOrFinished_WhateverStatesTheFilterNames(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await world.AddDraftAsync(4);
        await world.SetWorkState.ExecuteAsync(world.Actor, assets[1], WorkState.Done, null, null, Cancellation);
        await world.Save.ExecuteAsync(world.Actor, assets[2], 0, [SaveAnnotationsTests.Box(world, 1, 2, 3, 4)], [], Cancellation);

        (await world.Work.GetProgressAsync(world.Actor, assets[0], new AssetFilter(), Cancellation)).Should().Be(new QueueProgress(2, 4));
        (await world.Work.GetProgressAsync(world.Actor, assets[0], new AssetFilter(WorkStates: [WorkState.Unlabelled]), Cancellation)).Should().Be(new QueueProgress(2, 4));
    }

    [Theory, EveryDatabase]
    public async Task NavigationEmptyFrames_NextWithAndWithoutObjects_PassOverTheOthers(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (_, assets) = await world.AddDraftAsync(5);
        await world.Save.ExecuteAsync(world.Actor, assets[3], 0, [SaveAnnotationsTests.Box(world, 1, 2, 3, 4)], [], Cancellation);

        (await world.Assets.GetNeighboursAsync(world.Actor, assets[1], new AssetFilter(HasAnnotations: true), Cancellation)).Next.Should().Be(assets[3]);
        (await world.Assets.GetNeighboursAsync(world.Actor, assets[2], new AssetFilter(HasAnnotations: false), Cancellation)).Next.Should().Be(assets[4]);
    }
}
