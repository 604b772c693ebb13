using Microsoft.EntityFrameworkCore;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
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

        (await tokens.ResolveAsync(issued.Text, Cancellation)).Should().Be(seed.Actor);
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

    private static IssueAccessTokenCommand Issue(TestDatabase database) => new(database.Contexts, database.Time);

    private static AccessTokenQueries Queries(TestDatabase database) => new(database.Contexts, database.Time);
}
