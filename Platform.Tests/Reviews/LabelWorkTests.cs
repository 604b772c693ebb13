using Platform.Core.Access;
using Platform.Core.Annotations;
using Platform.Core.Assets.Model;
using Platform.Core.People.Model;
using Platform.Core.Reviews.Commands;
using Platform.Core.Reviews.Queries;
using Platform.Core.Shared;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Reviews;

public sealed class LabelWorkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Saves_OfOneDay_AddUpWithPausesThatAreNoWork(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (time, asset) = (world.Database.Time, world.Seed.Asset.Id);
        var box = SaveAnnotationsTests.Box(world, 1, 1, 5, 5);
        await SaveAsync(world, asset, [box], []);
        time.Advance(TimeSpan.FromSeconds(40));
        await SaveAsync(world, asset, [box with { Geometry = SaveAnnotationsTests.Geometry(2, 2, 6, 6) }], []);
        time.Advance(TimeSpan.FromMinutes(50));
        await SaveAsync(world, asset, [], [box.Id]);
        await new SetWorkStateCommand(world.Database.Contexts, time).ExecuteAsync(world.Actor, asset, WorkState.Done, null, null, Cancellation);

        var day = (await ListAsync(world, world.Actor)).Should().ContainSingle().Subject;

        day.Should().BeEquivalentTo(new { world.Actor.Name, Drawn = 1, Changed = 1, Deleted = 1, Judged = 0, ImagesDone = 1, ActiveSeconds = 40 + 120 });
        day.Day.Should().Be(Today(world));
    }

    [Theory, EveryDatabase]
    public async Task Days_OfOthers_AreSeenByReviewersAlone(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        Actor labeller, other;
        await using (var db = world.Database.Open())
        {
            (labeller, other) = (await world.Seed.AddMemberAsync(db, UserRole.Analyst), await world.Seed.AddMemberAsync(db, UserRole.Analyst));
        }

        await world.Save.ExecuteAsync(labeller, world.Seed.Asset.Id, await RevisionAsync(world), [SaveAnnotationsTests.Box(world, 1, 1, 5, 5)], [], Cancellation);

        (await ListAsync(world, labeller)).Should().ContainSingle();
        (await ListAsync(world, other)).Should().BeEmpty();
        (await ListAsync(world, world.Actor)).Should().ContainSingle().Which.UserId.Should().Be(labeller.UserId);
        var stranger = await Seed.AddAsync(world.Database, "Elsewhere");
        await FluentActions.Awaiting(() => ListAsync(world, stranger.Actor)).Should().ThrowAsync<NotFoundException>();
    }

    private static async Task<long> RevisionAsync(DatasetWorld world) => (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Revision;

    private static async Task SaveAsync(DatasetWorld world, Guid asset, IReadOnlyList<AnnotationUpsert> upserts, IReadOnlyList<Guid> deletes) =>
        (await world.Save.ExecuteAsync(world.Actor, asset, await RevisionAsync(world), upserts, deletes, Cancellation)).Should().BeOfType<SaveAnnotationsResult.Saved>();

    private static Task<IReadOnlyList<PersonDay>> ListAsync(DatasetWorld world, Actor actor) =>
        new LabelWorkQueries(world.Database.Contexts).ListAsync(actor, world.Seed.Project.Id, Today(world).AddDays(-3), Today(world), Cancellation);

    private static DateOnly Today(DatasetWorld world) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(world.Database.Time.GetUtcNow(), world.Database.Time.LocalTimeZone).DateTime);
}
