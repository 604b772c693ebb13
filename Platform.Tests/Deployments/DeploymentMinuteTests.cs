using Platform.Core.Access;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Metrics;
using Platform.Core.Deployments.Model;
using Platform.Core.Deployments.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Training.Deployments;
using Platform.Training.Inference;

namespace Platform.Tests.Deployments;

public sealed class DeploymentMinuteTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.5, 500)]
    [InlineData(0.95, 950)]
    [InlineData(0.99, 990)]
    public void Percentile_OfCountedLatencies_IsRightToFivePercent(double share, double expectedMs)
    {
        var counts = new MinuteCounts();
        for (var latencyMs = 1; latencyMs <= 1000; latencyMs++)
        {
            counts.AddAnswer(latencyMs, []);
        }

        counts.LatencyMs(share).Should().BeApproximately(expectedMs, expectedMs * 0.05);
    }

    [Fact]
    public void Latency_OfAnyLength_HasABucket()
    {
        foreach (var latencyMs in new[] { 0, 0.05, 0.1, 1, 1e4, 1e9 })
        {
            LatencyBuckets.Of(latencyMs).Should().BeInRange(0, LatencyBuckets.Count - 1);
        }

        new MinuteCounts().LatencyMs(0.5).Should().BeNull();
    }

    [Fact]
    public void Counts_WrittenAndRead_AreTheSame()
    {
        var counts = Counts(("cell", 0.95), ("cell", 1), ("wall", 0.05));

        var read = MinuteCounts.Read(1, 0, 0, counts.ToJson());

        read.Should().BeEquivalentTo(counts);
        read.MeanConfidence.Should().BeApproximately(2.0 / 3, 1e-9);
        read.Confidences[9].Should().Be(2);
    }

    [Fact]
    public void Drift_OfTheSameConfidencesIsNone_OfOthersRaisesTheAlarm()
    {
        int[] then = [0, 0, 0, 10, 20, 30, 40, 50, 100, 150];

        ConfidenceDrift.Index(then, [.. then.Select(count => 3 * count)]).Should().BeApproximately(0, 1e-9);
        ConfidenceDrift.Index(then, [.. then.Reverse()]).Should().BeGreaterThan(ConfidenceDrift.Alarm);
        ConfidenceDrift.Index(then, [0, 0, 0, 0, 0, 0, 0, 0, 1, 2]).Should().BeNull("three objects say nothing");
    }

    [Theory, EveryDatabase]
    public async Task Minutes_WrittenTwiceForTheSameMinute_AddUp(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (seed, record, id, version) = await DeployedAsync(database);
        var minute = database.Time.UtcNow;

        await record.ExecuteAsync(Actor.Platform, [new MinuteRecord(id, version, minute, Counts(("cell", 0.9)))], Cancellation);
        await record.ExecuteAsync(Actor.Platform, [new MinuteRecord(id, version, minute, Counts(("cell", 0.8))), new MinuteRecord(id, version, minute.AddMinutes(1), Counts())], Cancellation);

        var minutes = await new DeploymentQueries(database.Contexts).MinutesAsync(seed.Actor, "cells", minute, Cancellation);
        minutes.Select(one => (one.Minute, one.Counts.Answered, one.Counts.Objects)).Should().Equal((minute, 2, 2), (minute.AddMinutes(1), 1, 0));
        var byAPerson = () => record.ExecuteAsync(seed.Actor, [], Cancellation);
        (await byAPerson.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("access.denied");
    }

    [Theory, EveryDatabase]
    public async Task Minutes_PastKeeping_GoButTheFirstDay(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (seed, record, id, version) = await DeployedAsync(database);
        var first = database.Time.UtcNow;
        DateTime[] at = [first, first.AddHours(23), first.AddDays(3), first.AddDays(50)];
        await record.ExecuteAsync(Actor.Platform, [.. at.Select(minute => new MinuteRecord(id, version, minute, Counts(("cell", 0.9))))], Cancellation);
        database.Time.Advance(TimeSpan.FromDays(60));

        await record.TrimAsync(Actor.Platform, Cancellation);

        var queries = new DeploymentQueries(database.Contexts);
        (await queries.MinutesAsync(seed.Actor, "cells", DateTime.UnixEpoch, Cancellation)).Select(minute => minute.Minute).Should().Equal(at[0], at[1], at[3]);
        (await queries.FirstDayAsync(seed.Actor, "cells", version, Cancellation)).Objects.Should().Be(2);
    }

    [Fact]
    public async Task Meters_MinutesThatAreOver_AreWrittenDownOnceTheRunningOneStays()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var (seed, record, id, version) = await DeployedAsync(database);
        var meters = new DeploymentMeters(record, database.Time);
        meters.Answered(id, version, 5, [new Prediction("cell", "Cell", 0.9, Core.Annotations.Geometry.TagGeometry.Instance)]);
        meters.Failed(id, version);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        meters.TurnedAway(id, version);

        await meters.FlushAsync(all: false, Cancellation);
        await meters.FlushAsync(all: false, Cancellation);

        var stored = (await new DeploymentQueries(database.Contexts).MinutesAsync(seed.Actor, "cells", DateTime.UnixEpoch, Cancellation)).Should().ContainSingle().Which.Counts;
        (stored.Answered, stored.Errors, stored.Busy).Should().Be((1, 1, 0));
        meters.Open(id).Should().ContainSingle().Which.Counts.Busy.Should().Be(1);
        await meters.FlushAsync(all: true, Cancellation);
        meters.Open(id).Should().BeEmpty();
    }

    [Fact]
    public async Task Meters_AMinuteThatCannotBeWritten_IsKeptForTheNextTime()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var (_, record, id, version) = await DeployedAsync(database);
        var meters = new DeploymentMeters(record, database.Time);
        meters.Failed(id, version);

        // A deployment that the database does not know breaks the foreign key of the whole batch.
        meters.Failed(Guid.CreateVersion7(), version);
        var flush = () => meters.FlushAsync(all: true, Cancellation);
        await flush.Should().ThrowAsync<Exception>();

        meters.Open(id).Should().ContainSingle().Which.Counts.Errors.Should().Be(1);
    }

    private static MinuteCounts Counts(params (string ClassKey, double Confidence)[] found)
    {
        var counts = new MinuteCounts();
        counts.AddAnswer(12.5, found);
        return counts;
    }

    private static async Task<(Seed Seed, RecordMinutesCommand Record, Guid DeploymentId, Guid ModelVersionId)> DeployedAsync(TestDatabase database)
    {
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var version = await seed.AddModelVersionAsync(database);
        await using var db = database.Open();
        var deployment = new Deployment(seed.NewId(), version.Id, "cells", DeploymentTarget.Cloud, seed.Actor.UserId, database.Time.UtcNow);
        db.Add(deployment);
        await db.SaveChangesAsync(Cancellation);
        return (seed, new RecordMinutesCommand(database.Contexts, database.Time), deployment.Id, version.Id);
    }
}
