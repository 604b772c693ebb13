using Platform.Core.Access;
using Platform.Core.Annotations;
using Platform.Core.Assets.Model;
using Platform.Core.People.Model;
using Platform.Core.Reviews;
using Platform.Core.Shared;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Reviews;

public sealed class WorkStateTests
{
    private static readonly NewComment s_why = new("The cell in the corner is missing.", 5, 6);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Save_TheFirstOne_BeginsTheWorkAndTakesTheImage(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (analyst, other) = (await MemberAsync(world, UserRole.Analyst), await MemberAsync(world, UserRole.Analyst));

        var first = await SaveAsync(world, analyst, 0);
        var second = await SaveAsync(world, other, 1);

        first.Work.Should().BeEquivalentTo(new { State = WorkState.InProgress, Assignee = new Person(analyst.UserId, analyst.Name) });
        second.Work.Assignee!.Id.Should().Be(analyst.UserId, "helping on an image does not take it away");
    }

    [Theory, EveryDatabase]
    public async Task Save_ThatChangesNothing_BeginsNothing(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        await world.Save.ExecuteAsync(world.Actor, world.Seed.Asset.Id, 0, [], [world.Seed.NewId()], Cancellation);

        (await StateAsync(world)).Should().Be(WorkState.Unlabelled);
    }

    [Theory]
    [InlineData(WorkState.Done, WorkState.InProgress)]
    [InlineData(WorkState.Accepted, WorkState.InProgress)]
    [InlineData(WorkState.Rejected, WorkState.Rejected)]
    public async Task Save_OnAnImageThatWasCalledFinished_TakesItUpAgain(WorkState before, WorkState after)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        await SetAsync(world, world.Actor, before, s_why);

        (await SaveAsync(world, world.Actor, 0)).Work.State.Should().Be(after);
    }

    [Theory, EveryDatabase]
    public async Task Labeller_MayFinishAndReopen_ButNotJudge(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var analyst = await MemberAsync(world, UserRole.Analyst);

        (await SetAsync(world, analyst, WorkState.Done)).Assignee!.Id.Should().Be(analyst.UserId);
        (await SetAsync(world, analyst, WorkState.InProgress)).State.Should().Be(WorkState.InProgress);
        (await DatasetWorld.RefusedAsync(() => SetAsync(world, analyst, WorkState.Accepted))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => SetAsync(world, analyst, WorkState.Rejected, s_why))).Should().Be("access.denied");
        (await SetAsync(world, analyst, WorkState.Unlabelled)).State.Should().Be(WorkState.Unlabelled);
    }

    [Theory, EveryDatabase]
    public async Task Reviewer_RejectingWithoutAReason_IsAskedForOne(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var reviewer = await MemberAsync(world, UserRole.Researcher);

        (await DatasetWorld.RefusedAsync(() => SetAsync(world, reviewer, WorkState.Rejected))).Should().Be("work.comment_needed");
        (await StateAsync(world)).Should().Be(WorkState.Unlabelled);
        await SetAsync(world, reviewer, WorkState.Rejected, s_why);

        (await StateAsync(world)).Should().Be(WorkState.Rejected);
        (await world.Comments.ListAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { s_why.Text, s_why.X, s_why.Y, Author = new Person(reviewer.UserId, reviewer.Name), Mine = false });
        await SetAsync(world, reviewer, WorkState.Rejected);
    }

    [Theory, EveryDatabase]
    public async Task Reviewer_WhoLookedAtAnOlderRevision_IsAskedToLookAgain(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await SaveAsync(world, world.Actor, 0);

        (await DatasetWorld.RefusedAsync(() => SetAsync(world, world.Actor, WorkState.Accepted, revision: 0))).Should().Be("work.stale");
        (await SetAsync(world, world.Actor, WorkState.Accepted, revision: 1)).State.Should().Be(WorkState.Accepted);
    }

    [Theory, EveryDatabase]
    public async Task States_OfManyImages_ChangeWhollyOrNotAtAll(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(3);
        Task<int> Set(params Guid[] ids) => world.SetWorkState.ExecuteAsync(world.Actor, version, ids, WorkState.Rejected, s_why, Cancellation);

        (await DatasetWorld.RefusedAsync(() => Set(assets[0], world.Seed.Asset.Id))).Should().Be("not_found");
        (await world.Assets.GetAsync(world.Actor, assets[0], Cancellation)).WorkState.Should().Be(WorkState.Unlabelled);
        (await Set([.. assets, assets[0]])).Should().Be(3);

        var counts = await world.Work.CountAsync(world.Actor, version, Cancellation);
        counts.Should().BeEquivalentTo(new { Rejected = 3, OpenComments = 3, Total = 3 });
    }

    [Theory, EveryDatabase]
    public async Task Frozen_Versions_TakeNeitherStatesNorCommentsNorAssignments(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var comment = await world.AddComment.ExecuteAsync(world.Actor, world.Seed.Asset.Id, s_why, Cancellation);
        await world.Seed.FreezeAsync(world.Database);

        (await DatasetWorld.RefusedAsync(() => SetAsync(world, world.Actor, WorkState.Done))).Should().Be("row.frozen");
        (await DatasetWorld.RefusedAsync(() => world.AddComment.ExecuteAsync(world.Actor, world.Seed.Asset.Id, s_why, Cancellation))).Should().Be("row.frozen");
        (await DatasetWorld.RefusedAsync(() => world.SettleComment.ExecuteAsync(world.Actor, comment.Id, true, Cancellation))).Should().Be("row.frozen");
        (await DatasetWorld.RefusedAsync(() => world.Assign.ExecuteAsync(world.Actor, world.Seed.Version.Id, [world.Seed.Asset.Id], world.Actor.UserId, Cancellation))).Should().Be("row.frozen");
        (await world.Annotations.GetDocumentAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).MayReview.Should().BeFalse();
    }

    [Theory, EveryDatabase]
    public async Task Assignment_OfOthers_IsForReviewersAndOfOneselfForEverybody(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (analyst, reviewer) = (await MemberAsync(world, UserRole.Analyst), await MemberAsync(world, UserRole.Researcher));
        var stranger = await Seed.AddAsync(world.Database, "Other");
        Task<int> Assign(Actor actor, Guid? assignee) => world.Assign.ExecuteAsync(actor, world.Seed.Version.Id, [world.Seed.Asset.Id], assignee, Cancellation);

        (await Assign(analyst, analyst.UserId)).Should().Be(1);
        (await DatasetWorld.RefusedAsync(() => Assign(analyst, reviewer.UserId))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => Assign(analyst, null))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => Assign(reviewer, stranger.Actor.UserId))).Should().Be("not_found");
        await Assign(reviewer, null);

        (await world.Assets.GetAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Assignee.Should().BeNull();
        (await world.Work.ListAssigneesAsync(analyst, world.Seed.Version.Id, Cancellation)).Select(person => person.Id)
            .Should().BeEquivalentTo([world.Actor.UserId, analyst.UserId, reviewer.UserId]);
    }

    [Theory, EveryDatabase]
    public async Task Draft_OfAVersion_CopiesStatesAssigneesAndOpenComments(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await SaveAsync(world, world.Actor, 0);
        var settled = await world.AddComment.ExecuteAsync(world.Actor, world.Seed.Asset.Id, new NewComment("Settled."), Cancellation);
        await world.SettleComment.ExecuteAsync(world.Actor, settled.Id, true, Cancellation);
        await SetAsync(world, world.Actor, WorkState.Rejected, s_why);

        var draft = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);

        var copy = (await world.Assets.ListAsync(world.Actor, draft, new(), null, 10, Cancellation)).Items.Single();
        copy.Should().BeEquivalentTo(new { WorkState = WorkState.Rejected, OpenComments = 1, Assignee = new { Id = world.Actor.UserId } });
        (await world.Comments.ListAsync(world.Actor, copy.Id, Cancellation)).Should().ContainSingle().Which.Text.Should().Be(s_why.Text);
    }

    private static Task<Actor> MemberAsync(DatasetWorld world, UserRole role) => world.ReadAsync(db => world.Seed.AddMemberAsync(db, role));

    private static async Task<SaveAnnotationsResult.Saved> SaveAsync(DatasetWorld world, Actor actor, long revision) =>
        (await world.Save.ExecuteAsync(actor, world.Seed.Asset.Id, revision, [SaveAnnotationsTests.Box(world, 1, 1, 5, 5)], [], Cancellation))
            .Should().BeOfType<SaveAnnotationsResult.Saved>().Subject;

    private static Task<Core.Assets.AssetWork> SetAsync(DatasetWorld world, Actor actor, WorkState state, NewComment? comment = null, long? revision = null) =>
        world.SetWorkState.ExecuteAsync(actor, world.Seed.Asset.Id, state, comment, revision, Cancellation);

    private static async Task<WorkState> StateAsync(DatasetWorld world) => (await world.Assets.GetAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).WorkState;
}
