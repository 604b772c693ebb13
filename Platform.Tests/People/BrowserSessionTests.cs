using Platform.Core.Access;
using Platform.Core.Audit.Queries;
using Platform.Core.People;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.People;

public sealed class BrowserSessionTests
{
    private static readonly SessionLimits s_limits = new(TimeSpan.FromDays(14), TimeSpan.FromDays(30));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Session_Opened_StandsForItsUserInOneLook(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var actor = await OpenAsync(database, seed.Actor);
        using var counter = new StatementCounter(database);

        var found = await Queries(database).ResolveAsync(actor.SessionId!.Value, Cancellation);

        found!.Actor.Should().Be(seed.Actor with { SessionId = actor.SessionId });
        counter.Counts.Statements.Should().Be(1);
        (await Queries(database).ResolveAsync(Guid.CreateVersion7(), Cancellation)).Should().BeNull();
        (await Queries(database).ListOwnAsync(actor, Cancellation)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { IsThis = true, Way = SignInWay.Password, IpAddress = "10.0.0.7", UserAgent = "Firefox", CreatedAt = database.Time.UtcNow, LastSeenAt = database.Time.UtcNow });
    }

    [Theory, EveryDatabase]
    public async Task Session_NotHeardOfOrTooOld_HasEnded(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var idle = await OpenAsync(database, seed.Actor);
        var used = await OpenAsync(database, seed.Actor);
        var note = new NoteSessionUseCommand(database.Contexts, database.Time);
        async Task<bool> StandsAsync(Actor actor) => await Queries(database).ResolveAsync(actor.SessionId!.Value, Cancellation) is not null;
        async Task UseAsync() => await note.ExecuteAsync(used.SessionId!.Value, (await Queries(database).ResolveAsync(used.SessionId!.Value, Cancellation))!.LastSeenAt, Cancellation);

        database.Time.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        (await StandsAsync(idle)).Should().BeTrue();
        await UseAsync();
        database.Time.Advance(TimeSpan.FromSeconds(1));
        (await StandsAsync(idle)).Should().BeFalse();
        (await StandsAsync(used)).Should().BeTrue();
        (await Queries(database).StandingAsync([idle.SessionId!.Value, used.SessionId!.Value], Cancellation)).Should().Equal(used.SessionId!.Value);
        database.Time.Advance(TimeSpan.FromDays(13));
        await UseAsync();
        database.Time.Advance(TimeSpan.FromDays(3));
        (await StandsAsync(used)).Should().BeFalse("thirty days are the end whatever happens");

        var fresh = await OpenAsync(database, seed.Actor);
        await using var db = database.Open();
        db.BrowserSessions.Select(session => session.Id).Should().Equal([fresh.SessionId!.Value], "what has ended by itself goes at the next sign-in");
    }

    [Theory, EveryDatabase]
    public async Task Session_Used_IsNotedByTheMinute(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var actor = await OpenAsync(database, seed.Actor);
        var begun = database.Time.UtcNow;
        async Task<DateTime> UseAsync(int seconds)
        {
            database.Time.Advance(TimeSpan.FromSeconds(seconds));
            await new NoteSessionUseCommand(database.Contexts, database.Time).ExecuteAsync(actor.SessionId!.Value, (await Queries(database).ResolveAsync(actor.SessionId!.Value, Cancellation))!.LastSeenAt, Cancellation);
            return (await Queries(database).ListOwnAsync(actor, Cancellation)).Single().LastSeenAt;
        }

        (await UseAsync(59)).Should().Be(begun);
        (await UseAsync(1)).Should().Be(begun.AddMinutes(1));
    }

    [Theory, EveryDatabase]
    public async Task Sessions_EndedByTheirOwner_AreGoneAndThoseOfOthersAreNotFound(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        var (here, there, elsewhere, stranger) = (await OpenAsync(database, seed.Actor), await OpenAsync(database, seed.Actor), await OpenAsync(database, seed.Actor), await OpenAsync(database, other.Actor));
        var end = new EndSessionsCommand(database.Contexts);

        await Refused(() => end.ExecuteAsync(other.Actor, here.SessionId!.Value, Cancellation), "not_found");
        await end.ExecuteAsync(here, there.SessionId!.Value, Cancellation);
        await Refused(() => end.ExecuteAsync(here, there.SessionId!.Value, Cancellation), "not_found");
        (await Queries(database).ListOwnAsync(here, Cancellation)).Select(session => session.Id).Should().Equal(here.SessionId!.Value, elsewhere.SessionId!.Value);
        (await end.OthersAsync(here, Cancellation)).Should().Be(1);
        (await end.OthersAsync(here, Cancellation)).Should().Be(0);

        (await Queries(database).StandingAsync([here.SessionId!.Value, elsewhere.SessionId!.Value, stranger.SessionId!.Value], Cancellation)).Should().BeEquivalentTo([here.SessionId!.Value, stranger.SessionId!.Value]);
        var ended = (await new AuditQueries(database.Contexts).ListAsync(seed.Actor, new AuditFilter(Action: "sign_in.sessions_ended"), 0, 10, Cancellation)).Lines;
        ended.Select(line => line.Arguments["count"]).Should().Equal("1", "1");
        var narrow = seed.Actor with { Grant = new TokenGrant(Guid.CreateVersion7(), [TokenScope.Training], null, null, null) };
        await Refused(() => end.OthersAsync(narrow, Cancellation), "token.scope");
        await Refused(() => Queries(database).ListOwnAsync(narrow, Cancellation), "token.scope");
    }

    [Theory, EveryDatabase]
    public async Task Sessions_AtSignOutANewSignInAndDeactivation_EndForGood(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Analyst);
        async Task<bool> StandsAsync(Actor actor) => await Queries(database).ResolveAsync(actor.SessionId!.Value, Cancellation) is not null;

        var first = await OpenAsync(database, member);
        var second = await OpenAsync(database, first);
        (await StandsAsync(first)).Should().BeFalse("the browser has another one now");
        await new RecordSignInCommand(database.Contexts, database.Time).EndedAsync(second, Cancellation);
        (await StandsAsync(second)).Should().BeFalse();
        var third = await OpenAsync(database, member);
        var setActive = new SetUserActiveCommand(database.Contexts);
        await setActive.ExecuteAsync(seed.Actor, member.UserId, active: false, Cancellation);
        await setActive.ExecuteAsync(seed.Actor, member.UserId, active: true, Cancellation);
        (await StandsAsync(third)).Should().BeFalse("being let in again revives nothing");
    }

    private static async Task<Actor> OpenAsync(TestDatabase database, Actor actor) => actor with
    {
        SessionId = await new RecordSignInCommand(database.Contexts, database.Time, s_limits).ExecuteAsync(actor with { Origin = new RequestOrigin("10.0.0.7", "Firefox") }, Cancellation, SignInWay.Password),
    };

    private static BrowserSessionQueries Queries(TestDatabase database) => new(database.Contexts, database.Time, s_limits);

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
