using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Datasets.Comparison;
using Platform.Core.Datasets.Model;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

public sealed class VersionDiffTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Diff_OfACopy_IsEmptyThoughEveryIdIsNew(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);

        var diff = await world.Diffs.SummariseAsync(world.Actor, world.Seed.Version.Id, copy, Cancellation);

        diff.IsSame.Should().BeTrue();
        diff.Should().BeEquivalentTo(new { AssetsUnchanged = 1, ShapesUnchanged = 1, BaseTag = "v1", TargetTag = "v2" });
        (await world.Diffs.ListAsync(world.Actor, world.Seed.Version.Id, copy, null, null, 10, Cancellation)).Items.Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Diff_OfEveryKindOfChange_TellsThemApart(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(6);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(1, 0, 0), 1, false, Cancellation);
        foreach (var asset in assets)
        {
            await world.Save.ExecuteAsync(world.Actor, asset, 0, [SaveAnnotationsTests.Box(world, 10, 10, 20, 20), SaveAnnotationsTests.Box(world, 60, 40, 20, 20)], [], Cancellation);
        }

        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);
        var copies = await world.Assets.ListIdsAsync(world.Actor, copy, new(), Cancellation);
        // Image 0 stays; 1 moves to val; 2 is redrawn; 3 loses a shape and gets another; 4 goes; one comes.
        await world.Move.ExecuteAsync(world.Actor, copy, [copies[1]], SplitKind.Val, Cancellation);
        var (first, second) = (await ShapesAsync(world, copies[2]), await ShapesAsync(world, copies[3]));
        await world.Save.ExecuteAsync(world.Actor, copies[2], 1, [SaveAnnotationsTests.Box(world, 12, 10, 20, 20) with { Id = first[0] }], [], Cancellation);
        await world.Save.ExecuteAsync(world.Actor, copies[3], 1, [SaveAnnotationsTests.Box(world, 0, 60, 9, 9)], [second[1]], Cancellation);
        await world.DeleteAssets.ExecuteAsync(world.Actor, copy, [copies[4]], Cancellation);
        await world.UploadAsync(copy, ("new.png", HeaderCodec.Png(9, 9, "new")));

        var diff = await world.Diffs.SummariseAsync(world.Actor, version, copy, Cancellation);
        var items = (await world.Diffs.ListAsync(world.Actor, version, copy, null, null, 10, Cancellation)).Items.ToDictionary(item => item.FileName);

        diff.Should().BeEquivalentTo(new { AssetsAdded = 1, AssetsRemoved = 1, AssetsChanged = 3, AssetsUnchanged = 2, AssetsMoved = 1, AssetsRedrawn = 2 });
        diff.Should().BeEquivalentTo(new { ShapesAdded = 1, ShapesRemoved = 3, ShapesChanged = 1, ShapesUnchanged = 8 });
        diff.Classes.Single().Should().BeEquivalentTo(new { Key = "cell", BaseCount = 12, TargetCount = 10, InBase = true, InTarget = true });
        items.Keys.Should().BeEquivalentTo("1.png", "2.png", "3.png", "4.png", "new.png");
        items["1.png"].Should().BeEquivalentTo(new { Kind = DiffKind.Changed, SplitBefore = SplitKind.Train, SplitAfter = SplitKind.Val, IsMoved = true, IsRedrawn = false });
        items["2.png"].Shapes.Select(shape => shape.Kind).Should().BeEquivalentTo([DiffKind.Unchanged, DiffKind.Changed]);
        items["3.png"].Shapes.Select(shape => shape.Kind).Should().BeEquivalentTo([DiffKind.Unchanged, DiffKind.Removed, DiffKind.Added]);
        items["4.png"].Should().BeEquivalentTo(new { Kind = DiffKind.Removed, TargetAssetId = (Guid?)null });
        items["new.png"].Should().BeEquivalentTo(new { Kind = DiffKind.Added, BaseAssetId = (Guid?)null });
    }

    [Theory, EveryDatabase]
    public async Task Diff_InPages_GivesEveryDifferenceOnce(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var empty = await world.AddEmptyDraftAsync();
        var (version, _) = await world.AddDraftAsync(23);
        var names = new List<string>();

        string? after = null;
        do
        {
            var page = await world.Diffs.ListAsync(world.Actor, empty, version, DiffKind.Added, after, 5, Cancellation);
            names.AddRange(page.Items.Select(item => item.FileName));
            after = page.Next;
        }
        while (after is not null);

        names.Should().HaveCount(23).And.OnlyHaveUniqueItems();
        (await world.Diffs.ListAsync(world.Actor, empty, version, DiffKind.Removed, null, 5, Cancellation)).Items.Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Diff_WithAStrangersVersion_IsNotFound(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var foreign = await Seed.AddAsync(world.Database, "Speech");

        (await DatasetWorld.RefusedAsync(() => world.Diffs.SummariseAsync(world.Actor, world.Seed.Version.Id, foreign.Version.Id, Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => world.Diffs.ListAsync(world.Actor, foreign.Version.Id, world.Seed.Version.Id, null, null, 5, Cancellation))).Should().Be("not_found");
    }

    // From left to right.
    private static async Task<List<Guid>> ShapesAsync(DatasetWorld world, Guid asset)
    {
        var shapes = await world.ReadAsync(db => db.Annotations.Where(row => row.AssetId == asset).Select(row => new { row.Id, row.Geometry }).ToListAsync(Cancellation));
        return [.. shapes.OrderBy(shape => JsonElement.Parse(shape.Geometry).GetProperty("x").GetDouble()).Select(shape => shape.Id)];
    }
}
