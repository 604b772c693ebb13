using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.Audit.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Projects.Commands;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.People;

public sealed class AccessTokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Token_Issued_StandsForItsUserUntilItEnds(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var tokens = Queries(database);
        var issued = await Issue(database).ExecuteAsync(seed.Actor, "ci", TimeSpan.FromDays(1), Cancellation);

        var actor = await tokens.ResolveAsync(issued.Text, Cancellation);
        (actor! with { Grant = null }).Should().Be(seed.Actor);
        Enum.GetValues<Permission>().Should().OnlyContain(permission => actor.Grant!.Covers(permission), "without limits a token may do what its user may");
        (await tokens.ResolveAsync(issued.Text + "x", Cancellation)).Should().BeNull();
        (await tokens.ResolveAsync("", Cancellation)).Should().BeNull();
        database.Time.Advance(TimeSpan.FromDays(1));
        (await tokens.ResolveAsync(issued.Text, Cancellation)).Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task Token_Stored_IsOnlyAHash(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var issued = await Issue(database).ExecuteAsync(seed.Actor, "ci", null, Cancellation);
        await using var db = database.Open();

        var stored = await db.AccessTokens.SingleAsync(Cancellation);

        stored.TokenSha256.Should().HaveLength(64).And.NotContain(issued.Text[4..]);
        stored.ExpiresAt.Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task Token_Revoked_IsRefusedAtOnce(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var stranger = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Analyst);
        var issued = await Issue(database).ExecuteAsync(member, "laptop", null, Cancellation);
        var revoke = new RevokeAccessTokenCommand(database.Contexts, database.Time);

        var guess = () => revoke.ExecuteAsync(stranger.Actor, issued.Id, Cancellation);
        await guess.Should().ThrowAsync<NotFoundException>();
        await revoke.ExecuteAsync(seed.Actor, issued.Id, Cancellation);

        (await Queries(database).ResolveAsync(issued.Text, Cancellation)).Should().BeNull();
        (await Queries(database).ListOwnAsync(member, Cancellation)).Should().ContainSingle().Which.RevokedAt.Should().Be(database.Time.UtcNow);
    }

    [Theory, EveryDatabase]
    public async Task Token_OfDeactivatedUser_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Analyst);
        var issued = await Issue(database).ExecuteAsync(member, "laptop", null, Cancellation);

        await new SetUserActiveCommand(database.Contexts).ExecuteAsync(seed.Actor, member.UserId, active: false, Cancellation);

        (await Queries(database).ResolveAsync(issued.Text, Cancellation)).Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task Token_WithScopes_KeepsOnlyTheirPermissions(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var issued = await Issue(database).ExecuteAsync(seed.Actor, "labels", null, Cancellation, new TokenLimits([TokenScope.Annotation]));
        var actor = (await Queries(database).ResolveAsync(issued.Text, Cancellation))!;

        AccessPolicy.Allows(actor, Permission.Annotate, seed.Department.Id).Should().BeTrue();
        AccessPolicy.Allows(actor, Permission.DeployModel, seed.Department.Id).Should().BeFalse();
        var create = () => new CreateProjectCommand(database.Contexts, database.Time).ExecuteAsync(actor, "x", null, null, Cancellation);
        var refusal = (await create.Should().ThrowAsync<DomainRuleException>()).Which;
        refusal.Code.Should().Be("token.scope");
        refusal.Arguments.Should().Equal("create_project", "admin");
        (await Refusal(() => Issue(database).ExecuteAsync(actor, "wider", null, Cancellation))).Should().Be("token.scope", "a narrow token makes no other");
        (await Refusal(() => Issue(database).ExecuteAsync(seed.Actor, "useless", null, Cancellation, new TokenLimits([])))).Should().Be("token.no_scope");
    }

    [Theory, EveryDatabase]
    public async Task Token_OfAToken_IsNeverWiderOrLonger(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var issued = await Issue(database).ExecuteAsync(seed.Actor, "admin", TimeSpan.FromDays(1), Cancellation, new TokenLimits([TokenScope.Admin, TokenScope.Training], seed.Project.Id));
        var actor = (await Queries(database).ResolveAsync(issued.Text, Cancellation))!;

        var child = await Issue(database).ExecuteAsync(actor, "child", null, Cancellation);

        child.Should().BeEquivalentTo(new { issued.ExpiresAt, issued.Scopes, issued.ProjectId });
        (await Refusal(() => Issue(database).ExecuteAsync(actor, "wider", null, Cancellation, new TokenLimits([TokenScope.Annotation])))).Should().Be("token.wider");
    }

    [Theory, EveryDatabase]
    public async Task Token_OfAProject_FindsNothingElse(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var other = await new CreateProjectCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, "Other", null, null, Cancellation);
        var issued = await Issue(database).ExecuteAsync(seed.Actor, "one", null, Cancellation, new TokenLimits(null, other));
        var actor = (await Queries(database).ResolveAsync(issued.Text, Cancellation))!;
        var projects = new ProjectQueries(database.Contexts);

        (await projects.ListAsync(actor, Cancellation)).Select(project => project.Id).Should().Equal(other);
        (await Refusal(() => projects.GetAsync(actor, seed.Project.Id, Cancellation))).Should().Be("not_found");
        (await Refusal(() => new PeopleQueries(database.Contexts).MembersAsync(actor, seed.Department.Id, Cancellation))).Should().Be("not_found");
        AccessPolicy.Allows(actor, Permission.CreateProject, seed.Department.Id).Should().BeFalse();
        await new DeleteProjectCommand(database.Contexts).ExecuteAsync(seed.Actor, other, Cancellation);
        (await Queries(database).ResolveAsync(issued.Text, Cancellation)).Should().BeNull("the token ended with its project");
    }

    [Theory, EveryDatabase]
    public async Task Token_Used_IsNotedByTheMinuteAndPutOnRecordOnceADay(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var issued = await Issue(database).ExecuteAsync(seed.Actor, "ci", null, Cancellation);
        var note = new NoteTokenUseCommand(database.Contexts, database.Time);
        async Task UseAsync() => await note.ExecuteAsync((await Queries(database).ResolveAsync(issued.Text, Cancellation))!, Cancellation);

        foreach (var later in new[] { 0, 20, 60, 24 * 3600 })
        {
            database.Time.Advance(TimeSpan.FromSeconds(later));
            await UseAsync();
        }

        (await Queries(database).ListOwnAsync(seed.Actor, Cancellation)).Should().ContainSingle().Which.LastUsedAt.Should().Be(database.Time.UtcNow);
        var uses = await new AuditQueries(database.Contexts).ListAsync(seed.Actor, new AuditFilter(Action: AuditActions.TokenUsed), 0, 10, Cancellation);
        uses.Lines.Select(line => line.At.Day).Should().Equal(2, 1);
    }

    [Theory, EveryDatabase]
    public async Task Exchange_ForSomebodySignedIn_GivesATokenOfAnHour(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var exchange = new ExchangeTokenCommand(database.Contexts, database.Time);

        var issued = await exchange.ExecuteAsync(seed.Actor, new TokenLimits([TokenScope.Training]), Cancellation);

        (await Queries(database).ResolveAsync(issued.Text, Cancellation))!.Grant!.Scopes.Should().Equal(TokenScope.Training);
        database.Time.Advance(ExchangeTokenCommand.Lifetime);
        (await Queries(database).ResolveAsync(issued.Text, Cancellation)).Should().BeNull();
        (await Queries(database).ListOwnAsync(seed.Actor, Cancellation)).Should().BeEmpty("what has ended by itself is no longer shown");
        database.Time.Advance(ExchangeTokenCommand.Lifetime * 2);
        await exchange.ExecuteAsync(seed.Actor, new TokenLimits(), Cancellation);
        await using var db = database.Open();
        (await db.AccessTokens.CountAsync(Cancellation)).Should().Be(1, "ended ones are swept away");
    }

    private static async Task<string> Refusal(Func<Task> action) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code;

    private static IssueAccessTokenCommand Issue(TestDatabase database) => new(database.Contexts);

    private static AccessTokenQueries Queries(TestDatabase database) => new(database.Contexts, database.Time);
}
