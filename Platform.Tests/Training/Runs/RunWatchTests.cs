using Platform.Core.Access.Queries;
using Platform.Core.People.Model;
using Platform.Tests.Support;
using Platform.Training.Runs;
using Platform.Training.Runs.Queries;

namespace Platform.Tests.Training.Runs;

/// <summary>Who watches a run and then may no longer see it.</summary>
public sealed class RunWatchTests : IDisposable
{
    private readonly RunOptions _options = new() { Root = Directory.CreateTempSubdirectory("runs-").FullName };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_options.Root, recursive: true);

    [Theory]
    [InlineData("UPDATE \"user\" SET department_id = {1} WHERE id = {0}")]
    [InlineData("UPDATE \"user\" SET is_active = 0 WHERE id = {0}")]
    public async Task Watcher_MovedOrShutOut_IsToldNothingMore(string sql)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var (seed, other) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Analyst);
        var clock = new ManualClock();
        var board = new RunBoard(_options, TimeProvider.System);
        var run = RunOf(seed);
        board.Add(run);
        await using var watch = new RunQueries(board, new ActorResolver(database.Contexts), clock).Watch(member, run.Id, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        (await watch.MoveNextAsync()).Should().BeTrue();

        await database.ExecuteAsync(System.Runtime.CompilerServices.FormattableStringFactory.Create(sql, member.UserId, other.Department.Id));
        clock.Advance(TimeSpan.FromSeconds(21), ticks: false);
        board.Publish(run.Id, RunLines.Of("trained"));

        (await watch.MoveNextAsync()).Should().BeFalse();
    }

    private static RunRecord RunOf(Seed seed) => new()
    {
        Id = seed.NewId(), ProjectId = seed.Project.Id, DepartmentId = seed.Department.Id, ModelId = seed.NewId(), ModelName = "m", DatasetVersionId = seed.Version.Id, DatasetName = "d", DatasetSha256 = "",
        LaunchedBy = seed.Manager.Id, LaunchedByName = "n", CreatedAt = DateTimeOffset.UnixEpoch, Recipe = [], TrainOnValidation = false,
    };
}
