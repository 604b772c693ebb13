using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.People;

public sealed class PersonalLinkTests
{
    private const string Good = "grey otter, 7 lanterns";
    private static readonly NewPerson s_bo = new("Bo Park", "Bo@Example.com", UserRole.Researcher);

    private readonly PlainPasswordHashes _hashes = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Invitation_Opened_SaysWhoInvitesToWhatAndLetsThemInOnce(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var link = await Invite(database).ExecuteAsync(seed.Actor, seed.Department.Id, s_bo, Cancellation);
        link.Should().BeEquivalentTo(new { UserName = "Bo Park", Kind = PersonalLinkKind.Invitation, ExpiresAt = database.Time.UtcNow.AddDays(7) });
        var links = Links(database);

        (await links.PreviewAsync(link.Token, Cancellation)).Should().BeEquivalentTo(new
        {
            Kind = PersonalLinkKind.Invitation, UserName = "Bo Park", Email = "bo@example.com", Role = UserRole.Researcher, DepartmentName = "Vision", IssuedByName = seed.Manager.Name,
        });
        (await links.StatesAsync(seed.Actor, seed.Department.Id, Cancellation))[link.UserId].Should().BeEquivalentTo(new { HasPassword = false, Link = PersonalLinkKind.Invitation, LinkExpiresAt = link.ExpiresAt });
        await Refused(() => Redeem(database).ExecuteAsync(link.Token, "short", RequestOrigin.Unknown, Cancellation), "password.too_short");
        (await Redeem(database).ExecuteAsync(link.Token, Good, RequestOrigin.Unknown, Cancellation)).Should().Be(link.UserId, "a refused password leaves the link as it was");
        await Refused(() => Redeem(database).ExecuteAsync(link.Token, Good, RequestOrigin.Unknown, Cancellation), "link.used");
        (await links.PreviewAsync(link.Token, Cancellation)).Should().BeNull();
        (await SignInAsync(database, "bo@example.com")).Should().Be(link.UserId);
        (await ActionsAsync(database, seed)).Should().BeEquivalentTo("password.set", "sign_in.link_issued", "user.registered");
    }

    [Theory, EveryDatabase]
    public async Task Link_StoredReplacedTakenBackOrExpired_IsWorthNothing(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var (links, issue, revoke) = (Links(database), new IssuePersonalLinkCommand(database.Contexts), new RevokePersonalLinkCommand(database.Contexts));
        var first = await Invite(database).ExecuteAsync(seed.Actor, seed.Department.Id, s_bo, Cancellation);
        await using (var db = database.Open())
        {
            (await db.PersonalLinks.SingleAsync(Cancellation)).TokenSha256.Should().HaveLength(64).And.NotContain(first.Token);
        }

        var second = await issue.ExecuteAsync(seed.Actor, first.UserId, Cancellation);
        second.Kind.Should().Be(PersonalLinkKind.Invitation, "they have never come in");
        (await links.PreviewAsync(first.Token, Cancellation)).Should().BeNull("a new link takes the place of the one before");
        await revoke.ExecuteAsync(seed.Actor, first.UserId, Cancellation);
        await revoke.ExecuteAsync(seed.Actor, first.UserId, Cancellation);
        (await links.PreviewAsync(second.Token, Cancellation)).Should().BeNull();
        var third = await issue.ExecuteAsync(seed.Actor, first.UserId, Cancellation);
        database.Time.Advance(TimeSpan.FromDays(7));
        (await links.PreviewAsync(third.Token, Cancellation)).Should().BeNull();
        (await links.StatesAsync(seed.Actor, seed.Department.Id, Cancellation))[first.UserId].Link.Should().BeNull();
        await Refused(() => Redeem(database).ExecuteAsync(third.Token, Good, RequestOrigin.Unknown, Cancellation), "link.used");
        foreach (var guess in new[] { null, "", "guess", new string('a', 5000) })
        {
            (await links.PreviewAsync(guess, Cancellation)).Should().BeNull();
            await Refused(() => Redeem(database).ExecuteAsync(guess, Good, RequestOrigin.Unknown, Cancellation), "link.used");
        }

        (await ActionsAsync(database, seed)).Count(action => action == "sign_in.link_revoked").Should().Be(1);
    }

    [Theory, EveryDatabase]
    public async Task Reset_OfALockedPerson_LetsThemInAndEndsTheirSessions(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var invited = await Invite(database).ExecuteAsync(seed.Actor, seed.Department.Id, s_bo, Cancellation);
        await Redeem(database).ExecuteAsync(invited.Token, Good, RequestOrigin.Unknown, Cancellation);
        var bo = new Actor(invited.UserId, "Bo Park", UserRole.Researcher, seed.Department.Id, ManagesDepartment: false);
        var session = await new RecordSignInCommand(database.Contexts, database.Time).ExecuteAsync(bo, Cancellation, SignInWay.Password);
        for (var number = 0; number < 10; number++)
        {
            await new SignInByPasswordCommand(database.Contexts, _hashes).ExecuteAsync("bo@example.com", "wrong", RequestOrigin.Unknown, Cancellation);
        }

        (await SignInAsync(database, "bo@example.com")).Should().BeNull();
        var reset = await new IssuePersonalLinkCommand(database.Contexts).ExecuteAsync(seed.Actor, invited.UserId, Cancellation);
        reset.Should().BeEquivalentTo(new { Kind = PersonalLinkKind.PasswordReset, ExpiresAt = database.Time.UtcNow.AddDays(1) });
        await Redeem(database).ExecuteAsync(reset.Token, Good + " more", RequestOrigin.Unknown, Cancellation);

        (await SignInAsync(database, "bo@example.com", Good + " more")).Should().Be(invited.UserId, "the lock is over");
        (await new BrowserSessionQueries(database.Contexts, database.Time).ResolveAsync(session, Cancellation)).Should().BeNull();
    }

    [Theory, EveryDatabase]
    public async Task Links_AskedForByThoseWhoMayNot_AreRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var (analyst, admin) = (await seed.AddMemberAsync(db, UserRole.Analyst), await seed.AddMemberAsync(db, UserRole.Admin));
        var (issue, revoke) = (new IssuePersonalLinkCommand(database.Contexts), new RevokePersonalLinkCommand(database.Contexts));

        await Refused(() => Invite(database).ExecuteAsync(analyst, seed.Department.Id, s_bo, Cancellation), "access.denied");
        await Refused(() => Invite(database).ExecuteAsync(other.Actor, seed.Department.Id, s_bo, Cancellation), "not_found");
        await Refused(() => Invite(database).ExecuteAsync(seed.Actor, seed.Department.Id, s_bo with { Role = UserRole.Admin }, Cancellation), "access.denied");
        await Refused(() => Invite(database).ExecuteAsync(seed.Actor, seed.Department.Id, s_bo with { Email = seed.Manager.Email }, Cancellation), "user.email_taken");
        await Refused(() => issue.ExecuteAsync(analyst, seed.Manager.Id, Cancellation), "access.denied");
        await Refused(() => issue.ExecuteAsync(other.Actor, analyst.UserId, Cancellation), "not_found");
        await Refused(() => issue.ExecuteAsync(seed.Actor, admin.UserId, Cancellation), "access.denied");
        await Refused(() => issue.ExecuteAsync(seed.Actor, seed.Manager.Id, Cancellation), "link.own");
        await Refused(() => revoke.ExecuteAsync(analyst, seed.Manager.Id, Cancellation), "access.denied");
        await Refused(() => revoke.ExecuteAsync(other.Actor, analyst.UserId, Cancellation), "not_found");
        await Refused(() => Links(database).StatesAsync(analyst, seed.Department.Id, Cancellation), "access.denied");
        await Refused(() => Links(database).StatesAsync(other.Actor, seed.Department.Id, Cancellation), "not_found");
        await issue.ExecuteAsync(admin, seed.Manager.Id, Cancellation);
    }

    [Theory, EveryDatabase]
    public async Task Link_OfSomebodyDeactivated_IsGoneForGood(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var invited = await Invite(database).ExecuteAsync(seed.Actor, seed.Department.Id, s_bo, Cancellation);
        var setActive = new SetUserActiveCommand(database.Contexts);

        await setActive.ExecuteAsync(seed.Actor, invited.UserId, active: false, Cancellation);
        await Refused(() => new IssuePersonalLinkCommand(database.Contexts).ExecuteAsync(seed.Actor, invited.UserId, Cancellation), "user.inactive");
        await setActive.ExecuteAsync(seed.Actor, invited.UserId, active: true, Cancellation);

        (await Links(database).PreviewAsync(invited.Token, Cancellation)).Should().BeNull();
    }

    private static InviteUserCommand Invite(TestDatabase database) => new(database.Contexts);

    private RedeemPersonalLinkCommand Redeem(TestDatabase database) => new(database.Contexts, _hashes, database.Time);

    private async Task<Guid?> SignInAsync(TestDatabase database, string email, string password = Good) =>
        await new SignInByPasswordCommand(database.Contexts, _hashes).ExecuteAsync(email, password, RequestOrigin.Unknown, Cancellation);

    private static PersonalLinkQueries Links(TestDatabase database) => new(database.Contexts, database.Time);

    private static async Task<IReadOnlyList<string>> ActionsAsync(TestDatabase database, Seed seed) =>
        [.. (await new AuditQueries(database.Contexts).ListAsync(seed.Actor, new AuditFilter(), 0, 100, Cancellation)).Lines.Select(line => line.Action)];

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
