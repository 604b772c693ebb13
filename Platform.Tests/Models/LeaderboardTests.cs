using Platform.Core.Datasets.Model;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Models;

public sealed class LeaderboardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Versions_ScoredOnOneSet_AreRankedByTheirNewestScores(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var (first, second) = (await seed.AddModelVersionAsync(database, "First"), await seed.AddModelVersionAsync(database, "Second"));
        await RecordAsync(database, seed, first.Id, .9, SplitKind.Test);
        await RecordAsync(database, seed, second.Id, .5, SplitKind.Test);
        await RecordAsync(database, seed, first.Id, .4, SplitKind.Test);
        await RecordAsync(database, seed, first.Id, .99, SplitKind.Train);

        var boards = new LeaderboardQueries(database.Contexts);
        var sets = await boards.TestSetsAsync(seed.Actor, seed.Project.Id, Cancellation);
        sets.Select(set => (set.Task, set.DatasetName, set.VersionTag, set.Split, set.ModelCount)).Should().Equal(
            (ModelTask.Det, "Images", "v1", SplitKind.Test, 2), (ModelTask.Det, "Images", "v1", SplitKind.Train, 1));
        var rows = await boards.RankAsync(seed.Actor, seed.Project.Id, ModelTask.Det, seed.Version.Id, SplitKind.Test, Cancellation);
        rows.Select(row => (row.ModelName, row.Number, row.Map5095, row.TrainedOn, row.SeenImages)).Should().Equal(("Second", 1, .5, "Images v1", 0), ("First", 1, .4, "Images v1", 0));

        var train = await boards.RankAsync(seed.Actor, seed.Project.Id, ModelTask.Det, seed.Version.Id, SplitKind.Train, Cancellation);
        train.Should().ContainSingle().Which.SeenImages.Should().Be(1, "it was trained on the image that it is scored on");
        (await boards.RankAsync(seed.Actor, seed.Project.Id, ModelTask.Seg, seed.Version.Id, SplitKind.Test, Cancellation)).Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Scores_RecordedTwiceUnderOneId_StandOnce(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var version = await seed.AddModelVersionAsync(database);
        var id = Ids.New(database.Time);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await RecordAsync(database, seed, version.Id, .5, SplitKind.Test, id)).Should().Be(id);
        }

        (await new ModelQueries(database.Contexts).GetVersionAsync(seed.Actor, version.Id, Cancellation)).Evaluations.Should().ContainSingle();
    }

    [Theory, EveryDatabase]
    public async Task Board_OfAnotherDepartment_IsNotFound(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (seed, other) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        var boards = new LeaderboardQueries(database.Contexts);

        await boards.Invoking(queries => queries.TestSetsAsync(other.Actor, seed.Project.Id, Cancellation)).Should().ThrowAsync<NotFoundException>();
        await boards.Invoking(queries => queries.RankAsync(other.Actor, seed.Project.Id, ModelTask.Det, seed.Version.Id, SplitKind.Test, Cancellation)).Should().ThrowAsync<NotFoundException>();
    }

    private static Task<Guid> RecordAsync(TestDatabase database, Seed seed, Guid version, double score, SplitKind split, Guid? id = null)
    {
        database.Time.Advance(TimeSpan.FromSeconds(1));
        return new RecordEvaluationCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, new NewEvaluation(version, seed.Version.Id, split, score, score, score, score, score) { Id = id }, Cancellation);
    }
}
