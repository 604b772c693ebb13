using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

public sealed class DatasetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Create_ADataset_GivesItADraftWithFourSplits(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        var created = await world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, " Blood ", "cells", world.Seed.Ontology.Id, Cancellation);

        var details = await world.Datasets.GetVersionAsync(world.Actor, created.VersionId, Cancellation);
        details.Should().BeEquivalentTo(new { DatasetName = "Blood", ProjectId = world.Seed.Project.Id, OntologyVersionTag = "v1" });
        details.Version.Should().BeEquivalentTo(new { VersionTag = "v1", IsFrozen = false, created.DatasetId, AssetCount = 0 });
        details.Splits.Select(split => split.Split).Should().Equal(SplitKind.Train, SplitKind.Val, SplitKind.Test, SplitKind.Unassigned);
        (await world.Datasets.ListAsync(world.Actor, world.Seed.Project.Id, Cancellation)).Select(dataset => dataset.Name).Should().Equal("Blood", "Images");
    }

    [Theory, EveryDatabase]
    public async Task Create_WithABadNameOrOntology_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        Task<string> Code(string name, Guid? ontology) => DatasetWorld.RefusedAsync(
            () => world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, name, null, ontology, Cancellation));

        (await Code("  ", world.Seed.Ontology.Id)).Should().Be("dataset.name_invalid");
        (await Code("Images", world.Seed.Ontology.Id)).Should().Be("dataset.name_taken");
        (await Code("New", null)).Should().Be("dataset.no_ontology");
        (await Code("New", Guid.CreateVersion7())).Should().Be("not_found");
    }

    [Theory, EveryDatabase]
    public async Task Draft_OfAnyVersion_CopiesRowsInOrderAndSharesFiles(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(30);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(0.5, 0.3, 0.2), 7, false, Cancellation);
        await world.Save.ExecuteAsync(world.Actor, assets[3], 0, [SaveAnnotationsTests.Box(world, 1, 1, 9, 9), SaveAnnotationsTests.Box(world, 2, 2, 9, 9)], [], Cancellation);
        var files = Directory.GetFiles(world.Folder["store"], "*", SearchOption.AllDirectories).Length;

        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);

        var before = await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation);
        var after = await world.Datasets.GetVersionAsync(world.Actor, copy, Cancellation);
        after.Version.Should().BeEquivalentTo(new { VersionTag = "v2", ParentVersionId = version, IsFrozen = false, AssetCount = 30, AnnotationCount = 2 });
        after.Splits.Select(split => (split.Split, split.Assets, split.Ratio, split.Annotations)).Should().Equal(before.Splits.Select(split => (split.Split, split.Assets, split.Ratio, split.Annotations)));
        (await NamesAsync(world, copy)).Should().Equal(await NamesAsync(world, version));
        Directory.GetFiles(world.Folder["store"], "*", SearchOption.AllDirectories).Should().HaveCount(files);
        (await world.ReadAsync(db => db.Assets.Select(asset => asset.Id).ToListAsync(Cancellation))).Should().OnlyContain(id => id.Version == 7);
        (await world.ReadAsync(db => db.Annotations.Where(row => row.AssetId != world.Seed.Asset.Id).Select(row => row.Id).ToListAsync(Cancellation))).Should().HaveCount(4).And.OnlyContain(id => id.Variant >= 8);
    }

    [Theory, EveryDatabase]
    public async Task Draft_MadeOrBrokenOff_LeavesEveryGuardInPlace(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(4);
        await world.Save.ExecuteAsync(world.Actor, assets[0], 0, [SaveAnnotationsTests.Box(world, 1, 1, 9, 9)], [], Cancellation);
        var guards = await world.ReadAsync(db => db.Database.SqlQueryRaw<string>(GuardsSql(engine)).ToListAsync(Cancellation));

        await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);
        await FluentActions.Awaiting(() => world.ReadAsync<bool>(db => db.InTransactionAsync(
            async () =>
            {
                await db.CopyIntoOwnVersionAsync(() => throw new IOException("The disk is full."), Cancellation);
                return true;
            },
            Cancellation))).Should().ThrowAsync<IOException>();

        await FluentActions.Awaiting(() => world.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE annotation SET geometry_type = 'star'", Cancellation)))
            .Should().ThrowAsync<System.Data.Common.DbException>("checks hold again on the connection that the copy gave back");
        guards.Should().HaveCountGreaterThan(10);
        (await world.ReadAsync(db => db.Database.SqlQueryRaw<string>(GuardsSql(engine)).ToListAsync(Cancellation))).Should().Equal(guards);
    }

    [Theory, EveryDatabase]
    public async Task Draft_WithATakenTag_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, "v3", Cancellation);

        (await DatasetWorld.RefusedAsync(() => world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, "v3", Cancellation))).Should().Be("dataset.tag_taken");
        await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);
        (await world.Datasets.ListVersionsAsync(world.Actor, world.Seed.Dataset.Id, Cancellation)).Select(version => version.VersionTag).Should().BeEquivalentTo("v1", "v3", "v4");
    }

    [Theory, EveryDatabase]
    public async Task Assign_WithOneSeed_IsTheSameInEveryCopyAndOtherForAnotherSeed(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, _) = await world.AddDraftAsync(40);
        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);
        async Task<string[]> Train(Guid id, int seed)
        {
            await world.AssignSplits.ExecuteAsync(world.Actor, id, new(0.5, 0.25, 0.25), seed, false, Cancellation);
            return [.. (await world.Assets.ListAsync(world.Actor, id, new(Split: SplitKind.Train), null, 100, Cancellation)).Items.Select(item => item.FileName)];
        }

        var first = await Train(version, 1);

        first.Should().HaveCount(20);
        (await Train(copy, 1)).Should().Equal(first);
        (await Train(copy, 2)).Should().NotEqual(first);
    }

    [Theory, EveryDatabase]
    public async Task Assign_OnlyUnassigned_LeavesTheOthers(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(10);
        await world.Move.ExecuteAsync(world.Actor, version, [assets[0], assets[1]], SplitKind.Test, Cancellation);

        var counts = await world.AssignSplits.ExecuteAsync(world.Actor, version, new(1, 0, 0), 1, onlyUnassigned: true, Cancellation);

        counts[SplitKind.Train].Should().Be(8);
        (await world.Assets.CountAsync(world.Actor, version, new(Split: SplitKind.Test), Cancellation)).Should().Be(2);
    }

    [Theory]
    [InlineData(10, new[] { 0.7, 0.2, 0.1 }, new[] { 7, 2, 1 })]
    [InlineData(3, new[] { 0.8, 0.1, 0.1 }, new[] { 1, 1, 1 })]
    [InlineData(4, new[] { 0.8, 0.2, 0.0 }, new[] { 3, 1, 0 })]
    [InlineData(1, new[] { 0.8, 0.1, 0.1 }, new[] { 1, 0, 0 })]
    [InlineData(0, new[] { 0.8, 0.1, 0.1 }, new[] { 0, 0, 0 })]
    [InlineData(7, new[] { 1.0, 0.0, 0.0 }, new[] { 7, 0, 0 })]
    public void Counts_OfAnyTotal_SumToItAndLeaveNoWantedSplitEmpty(int total, double[] shares, int[] expected) =>
        AssignSplitsCommand.Counts(total, shares).Should().Equal(expected);

    [Theory, EveryDatabase]
    public async Task Assign_ByBadRatiosOrFrozen_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        Task<string> Code(SplitRatios ratios) => DatasetWorld.RefusedAsync(() => world.AssignSplits.ExecuteAsync(world.Actor, world.Seed.Version.Id, ratios, 1, false, Cancellation));

        (await Code(new(0.5, 0.2, 0.2))).Should().Be("split.ratios");
        (await Code(new(1.5, -0.5, 0))).Should().Be("split.ratios");
        (await Code(new(double.NaN, 0.5, 0.5))).Should().Be("split.ratios");
        await world.Seed.FreezeAsync(world.Database);
        (await Code(new(1, 0, 0))).Should().Be("row.frozen");
        (await DatasetWorld.RefusedAsync(() => world.Move.ExecuteAsync(world.Actor, world.Seed.Version.Id, [world.Seed.Asset.Id], SplitKind.Val, Cancellation))).Should().Be("row.frozen");
    }

    [Theory, EveryDatabase]
    public async Task SplitByLists_OfPublishedNames_MovesAndReportsTheRest(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, _) = await world.AddDraftAsync(5);
        var lists = new Dictionary<SplitKind, IReadOnlyList<string>> { [SplitKind.Train] = ["0", "1.png"], [SplitKind.Test] = ["2", "1", "nope"] };

        var report = await world.SplitByLists.ExecuteAsync(world.Actor, version, lists, Cancellation);

        report.Moved.Should().Equal(new Dictionary<SplitKind, int> { [SplitKind.Train] = 2, [SplitKind.Test] = 1 });
        report.UnknownNames.Should().Equal("nope");
        report.RepeatedNames.Should().Equal("1");
        (await world.Assets.CountAsync(world.Actor, version, new(Split: SplitKind.Unassigned), Cancellation)).Should().Be(2);
    }

    [Theory, EveryDatabase]
    public async Task Details_OfAVersion_CountShapesByClassAndSplit(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        var details = await world.Datasets.GetVersionAsync(world.Actor, world.Seed.Version.Id, Cancellation);

        details.Classes.Single().Should().BeEquivalentTo(new { Key = "cell", Total = 1 });
        details.Classes.Single().Counts.Should().Equal(new Dictionary<SplitKind, int> { [SplitKind.Train] = 1 });
        details.Splits[0].Should().BeEquivalentTo(new { Assets = 1, AnnotatedAssets = 1, Annotations = 1 });
    }

    private static async Task<string[]> NamesAsync(DatasetWorld world, Guid version) =>
        [.. (await world.Assets.ListAsync(world.Actor, version, new(), null, 100, Cancellation)).Items.Select(item => item.FileName)];

    private static string GuardsSql(DatabaseEngine engine) => engine is DatabaseEngine.Sqlite
        ? "SELECT sql AS \"Value\" FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        : "SELECT tgname || ' ' || tgenabled::text AS \"Value\" FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname";
}
