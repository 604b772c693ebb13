using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Model;
using Platform.Tests.Support;
using Platform.Training.Runs;

namespace Platform.Tests.Training.Runs;

public sealed class TrainingMeterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Time_OfARun_IsWrittenAsItGoesSoThatAKillLosesAtMostAnInterval(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var clock = new ManualClock();
        var run = RunOf(seed);
        var meter = Meter(database, run, "cuda:0", clock);

        clock.Advance(TrainingMeter.Interval);
        clock.Advance(TrainingMeter.Interval);
        clock.Advance(TrainingMeter.Interval / 3, ticks: false);

        // Nothing was disposed: this is all that is left after kill -9.
        (await ReadAsync(database)).Should().BeEquivalentTo([new { RunId = run.Id, DepartmentId = seed.Department.Id, Device = TrainingUseDevice.Cuda, Seconds = 30.0 }]);
        meter.Dispose();
        meter.Dispose();
        (await ReadAsync(database)).Should().ContainSingle().Which.Seconds.Should().Be(35);
    }

    [Fact]
    public async Task Time_WhileTheDatabaseDoesNotAnswer_IsWrittenOnceItDoes()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var seed = await Seed.AddAsync(database);
        var clock = new ManualClock();
        using var meter = Meter(database, RunOf(seed), "cpu", clock);
        await database.ExecuteAsync($"ALTER TABLE training_use RENAME TO away");
        clock.Advance(TrainingMeter.Interval);
        await database.ExecuteAsync($"ALTER TABLE away RENAME TO training_use");
        clock.Advance(TrainingMeter.Interval);

        (await ReadAsync(database)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Device = TrainingUseDevice.Cpu, Seconds = 30.0 });
    }

    private static TrainingMeter Meter(TestDatabase database, RunRecord run, string device, TimeProvider clock) =>
        new(new RecordTrainingUseCommand(database.Contexts, database.Time), run, device, clock, NullLogger.Instance);

    private static async Task<List<TrainingUse>> ReadAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.TrainingUses.AsNoTracking().ToListAsync(Cancellation);
    }

    private static RunRecord RunOf(Seed seed) => new()
    {
        Id = seed.NewId(), ProjectId = seed.Project.Id, DepartmentId = seed.Department.Id, ModelId = seed.NewId(), ModelName = "m", DatasetVersionId = seed.Version.Id, DatasetName = "d", DatasetSha256 = "",
        LaunchedBy = seed.Manager.Id, LaunchedByName = "n", CreatedAt = DateTimeOffset.UnixEpoch, Recipe = [], TrainOnValidation = false,
    };
}
