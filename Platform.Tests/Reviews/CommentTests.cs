using Platform.Core.Access;
using Platform.Core.People.Model;
using Platform.Core.Reviews;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Reviews;

public sealed class CommentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Comments_OfAnImage_AreListedOldestFirstWithWhoSettledThem(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var reviewer = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Researcher));
        var first = await AddAsync(world, reviewer, new NewComment("  Too wide.  ", 10.5, 20));
        world.Database.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await AddAsync(world, world.Actor, new NewComment("Blurred as a whole."));

        var settled = await world.SettleComment.ExecuteAsync(world.Actor, first.Id, resolved: true, Cancellation);

        settled.Should().BeEquivalentTo(new { Text = "Too wide.", ResolvedAt = (DateTime?)world.Database.Time.UtcNow, ResolvedBy = new Person(world.Actor.UserId, world.Actor.Name) });
        (await world.Comments.ListAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Select(comment => (comment.Id, comment.Mine)).Should().Equal((first.Id, false), (second.Id, true));
        (await world.SettleComment.ExecuteAsync(world.Actor, first.Id, resolved: false, Cancellation)).ResolvedAt.Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task Comment_SentAgainUnderItsId_IsRecognised(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var comment = new NewComment("Once.", 1, 1, null, world.Seed.NewId());
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));

        await AddAsync(world, world.Actor, comment);
        await AddAsync(world, world.Actor, comment);

        (await world.Comments.ListAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Should().ContainSingle().Which.Id.Should().Be(comment.Id!.Value);
        (await DatasetWorld.RefusedAsync(() => AddAsync(world, analyst, comment))).Should().Be("comment.id_taken");
    }

    [Theory, EveryDatabase]
    public async Task Comment_OfAnother_CannotBeDeleted(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));
        var comment = await AddAsync(world, world.Actor, new NewComment("Mine."));

        (await DatasetWorld.RefusedAsync(() => world.DeleteComment.ExecuteAsync(analyst, comment.Id, Cancellation))).Should().Be("comment.not_own");
        await world.DeleteComment.ExecuteAsync(world.Actor, comment.Id, Cancellation);

        (await world.Comments.ListAsync(world.Actor, world.Seed.Asset.Id, Cancellation)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(" ", null, null, null, "text.required")]
    [InlineData("x", 5.0, null, null, "comment.point")]
    [InlineData("x", 101.0, 5.0, null, "comment.point")]
    [InlineData("x", -1.0, 5.0, null, "comment.point")]
    [InlineData("x", double.NaN, 5.0, null, "comment.point")]
    [InlineData("x", null, null, 0, "comment.frame")]
    public async Task Comment_ThatCannotBe_IsRefusedWithItsReason(string text, double? x, double? y, int? frame, string code)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);

        (await DatasetWorld.RefusedAsync(() => AddAsync(world, world.Actor, new NewComment(text, x, y, frame)))).Should().Be(code);
    }

    [Theory, EveryDatabase]
    public async Task Images_DeletedFromADraft_TakeTheirCommentsAlong(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await AddAsync(world, world.Actor, new NewComment("Delete this image."));

        (await world.DeleteAssets.ExecuteAsync(world.Actor, world.Seed.Version.Id, [world.Seed.Asset.Id], Cancellation)).Should().Be(1);
    }

    private static Task<CommentView> AddAsync(DatasetWorld world, Actor actor, NewComment comment) => world.AddComment.ExecuteAsync(actor, world.Seed.Asset.Id, comment, Cancellation);
}
