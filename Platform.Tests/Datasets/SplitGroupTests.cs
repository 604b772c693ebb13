using Microsoft.EntityFrameworkCore;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

/// <summary>Splits that keep together what belongs together, and the report of what they did not.</summary>
public sealed class SplitGroupTests
{
    private static readonly SplitRatios s_ratios = new(0.6, 0.2, 0.2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Split_KeepingFoldersTogether_LeaksNoFolder(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await AddAsync(world, [.. Enumerable.Range(0, 40).Select(i => ($"camera-{i % 8}/{i}.png", $"image {i}"))]);

        await world.AssignSplits.ExecuteAsync(world.Actor, version, new SplitRequest(s_ratios, 1), Cancellation);
        var loose = await world.Leaks.ReportAsync(world.Actor, version, Cancellation);
        var counts = await world.AssignSplits.ExecuteAsync(world.Actor, version, new SplitRequest(s_ratios, 1, KeepTogether: [GroupSource.Folder]), Cancellation);
        var kept = await world.Leaks.ReportAsync(world.Actor, version, Cancellation);

        loose.Groups[GroupSource.Folder].Should().BeGreaterThan(0);
        loose.Leaks.Where(leak => leak.Source == GroupSource.Folder).Should().OnlyContain(leak => leak.Counts.Count > 1 && leak.Counts.Values.Sum() == 5 && leak.Examples.Count > 1);
        kept.Groups[GroupSource.Folder].Should().Be(0);
        counts.Should().Equal(new Dictionary<SplitKind, int> { [SplitKind.Train] = 25, [SplitKind.Val] = 10, [SplitKind.Test] = 5 });
    }

    [Theory, EveryDatabase]
    public async Task Split_KeepingNearDuplicatesTogether_PutsAlikePicturesIntoOneSplit(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await AddAsync(world, [.. Enumerable.Range(0, 30).Select(i => ($"{i}.png", $"scene {i / 3}~{i}"))]);

        await world.AssignSplits.ExecuteAsync(world.Actor, version, new SplitRequest(s_ratios, 1), Cancellation);
        var loose = await world.Leaks.ReportAsync(world.Actor, version, Cancellation);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new SplitRequest(s_ratios, 1, KeepTogether: [GroupSource.NearDuplicates]), Cancellation);
        var kept = await world.Leaks.ReportAsync(world.Actor, version, Cancellation);

        loose.Groups[GroupSource.NearDuplicates].Should().BeGreaterThan(0);
        loose.IsClean.Should().BeFalse();
        kept.IsClean.Should().BeTrue();
    }

    [Theory, EveryDatabase]
    public async Task Split_KeepingTheGroupsOfAList_PutsEachIntoOneSplitInEveryCopy(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await AddAsync(world, [.. Enumerable.Range(0, 12).Select(i => ($"{i}.png", $"image {i}"))]);
        var csv = "patient,file_name\n" + string.Join('\n', Enumerable.Range(0, 12).Select(i => $"\"patient, no. {i / 3}\",{i}.png")) + "\nghost,nowhere.png\n";

        var report = await world.SetGroupKeys.ExecuteAsync(world.Actor, version, new StringReader(csv), "Patient", Cancellation);
        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);
        var request = new SplitRequest(new SplitRatios(0.5, 0.25, 0.25), 7, KeepTogether: [GroupSource.Column]);
        var counts = await world.AssignSplits.ExecuteAsync(world.Actor, version, request, Cancellation);
        await world.AssignSplits.ExecuteAsync(world.Actor, copy, request, Cancellation);

        report.Should().BeEquivalentTo(new { Assigned = 12, Groups = 4, UnknownCount = 1, UnknownNames = new[] { "nowhere.png" } });
        counts.Values.Should().Equal(6, 3, 3);
        (await world.Leaks.ReportAsync(world.Actor, version, Cancellation)).Groups[GroupSource.Column].Should().Be(0);
        (await SplitsAsync(world, copy)).Should().Equal(await SplitsAsync(world, version));
    }

    [Theory, EveryDatabase]
    public async Task Split_OfNewcomers_PutsThemToTheirGroup(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await AddAsync(world, [("a/1.png", "1"), ("b/1.png", "2"), ("a/2.png", "3"), ("b/2.png", "4")]);
        var ids = (await world.Assets.ListIdsAsync(world.Actor, version, new(Text: "/1"), Cancellation)).ToList();
        await world.Move.ExecuteAsync(world.Actor, version, [ids[0]], SplitKind.Test, Cancellation);
        await world.Move.ExecuteAsync(world.Actor, version, [ids[1]], SplitKind.Val, Cancellation);

        await world.AssignSplits.ExecuteAsync(world.Actor, version, new SplitRequest(s_ratios, 1, OnlyUnassigned: true, KeepTogether: [GroupSource.Folder]), Cancellation);

        (await SplitsAsync(world, version)).Should().Equal(
            new Dictionary<string, SplitKind> { ["a/1.png"] = SplitKind.Test, ["a/2.png"] = SplitKind.Test, ["b/1.png"] = SplitKind.Val, ["b/2.png"] = SplitKind.Val });
    }

    [Theory, EveryDatabase]
    public async Task Split_StratifiedByClass_GivesEverySplitItsShareOfTheRareClass(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(50);
        foreach (var asset in assets.Take(10))
        {
            await world.Save.ExecuteAsync(world.Actor, asset, 0, [SaveAnnotationsTests.Box(world, 1, 1, 9, 9)], [], Cancellation);
        }

        for (var seed = 0; seed < 5; seed++)
        {
            await world.AssignSplits.ExecuteAsync(world.Actor, version, new SplitRequest(s_ratios, seed, Stratify: true), Cancellation);

            var details = await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation);
            details.Splits.Select(split => (split.Assets, split.AnnotatedAssets)).Should().Equal((30, 6), (10, 2), (10, 2), (0, 0));
        }
    }

    [Theory]
    [InlineData("a,b\n1,2", "patient", "groups.column_missing")]
    [InlineData("patient,day\n1,2", "patient", "groups.column_missing")]
    [InlineData("", "patient", "groups.column_missing")]
    [InlineData("file_name,patient\n\"a,1", "patient", "groups.malformed")]
    public async Task Groups_FromAListThatIsNone_AreRefused(string csv, string column, string code)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);

        (await DatasetWorld.RefusedAsync(() => world.SetGroupKeys.ExecuteAsync(world.Actor, world.Seed.Version.Id, new StringReader(csv), column, Cancellation))).Should().Be(code);
    }

    [Fact]
    public void Deal_OfGroupsOfManySizes_MeetsTheSharesWithinTheLargestGroup()
    {
        var random = new Random(5);
        var groups = Enumerable.Range(0, 200).Select(i => (Class: i % 3, Size: 1 + random.Next(20)))
            .Select(group => new DealGroup(group.Size, $"{random.Next():x8}", new Dictionary<int, int> { [group.Class] = group.Size })).ToList();

        var splits = SplitDeal.Deal(groups, [0.7, 0.2, 0.1]);

        var total = groups.Sum(group => group.Size);
        var shares = Enumerable.Range(0, 3).Select(split => (double)groups.Where((_, i) => splits[i] == split).Sum(group => group.Size) / total).ToList();
        shares[0].Should().BeApproximately(0.7, 0.02);
        shares[1].Should().BeApproximately(0.2, 0.02);
        splits.Should().Equal(SplitDeal.Deal(groups, [0.7, 0.2, 0.1]));
    }

    [Fact]
    public void Deal_OfFewGroups_LeavesNoWantedSplitEmpty() =>
        SplitDeal.Deal([.. Enumerable.Range(0, 3).Select(i => new DealGroup(i == 0 ? 100 : 1, $"{i}", new Dictionary<int, int>()))], [0.98, 0.01, 0.01])
            .Distinct().Should().BeEquivalentTo([0, 1, 2]);

    [Fact]
    public void NearDuplicates_UpToSixBitsApart_AreFoundWhereverTheBitsLie()
    {
        var random = new Random(3);
        var hashes = new List<long?>();
        for (var i = 0; i < 300; i++)
        {
            var hash = random.NextInt64();
            hashes.Add(hash);
            hashes.Add(Enumerable.Range(0, 63).OrderBy(_ => random.Next()).Take(i % 7).Aggregate(hash, (changed, bit) => changed ^ (1L << bit)));
        }

        hashes.Add(null);
        hashes.Add(null);
        var sets = new DisjointSets(hashes.Count);
        NearDuplicates.Join(hashes, sets);

        Enumerable.Range(0, 300).Should().OnlyContain(i => sets.Find(2 * i) == sets.Find((2 * i) + 1));
        sets.Sets().Should().HaveCount(302);
    }

    private static async Task<Guid> AddAsync(DatasetWorld world, (string Name, string Text)[] images)
    {
        var version = await world.AddEmptyDraftAsync();
        await world.UploadAsync(version, [.. images.Select(image => (image.Name, HeaderCodec.Png(9, 9, image.Text)))]);
        return version;
    }

    private static async Task<Dictionary<string, SplitKind>> SplitsAsync(DatasetWorld world, Guid version) =>
        (await world.ReadAsync(db => (
            from asset in db.Assets
            join split in db.DatasetSplits on asset.DatasetSplitId equals split.Id
            where asset.DatasetVersionId == version
            orderby asset.FileName
            select new { asset.FileName, split.Split }).ToListAsync(Cancellation))).ToDictionary(asset => asset.FileName, asset => asset.Split);
}
