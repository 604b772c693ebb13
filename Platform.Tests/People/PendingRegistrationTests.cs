using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.People;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.People;

/// <summary>What administrators and managers make of those who wait.</summary>
public sealed class PendingRegistrationTests
{
    private static readonly ProvenIdentity s_bo = new("uid-bo", "bo@example.com", IsEmailVerified: true, "Bo Park");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Approval_ByAnAdministrator_RegistersInAnyDepartmentAndLinks(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (one, two) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        var admin = await AddMemberAsync(database, one, UserRole.Admin);
        var waiting = await WaitAsync(database, admin, s_bo);

        var userId = await Approve(database).ExecuteAsync(admin, waiting, two.Department.Id, UserRole.Researcher, Cancellation);

        await using var db = database.Open();
        (await db.Users.SingleAsync(user => user.Id == userId, Cancellation)).Should().BeEquivalentTo(
            new { Name = "Bo Park", Email = "bo@example.com", s_bo.FirebaseUid, Role = UserRole.Researcher, DepartmentId = two.Department.Id, IsActive = true });
        (await db.AuditEntries.SingleAsync(entry => entry.Action == AuditActions.UserRegistered, Cancellation)).Arguments.Should().Contain("Firebase").And.Contain("researcher");
        (await Admit(database, s_bo)).UserId.Should().Be(userId);
        (await Refusal(() => Approve(database).ExecuteAsync(admin, waiting, two.Department.Id, UserRole.Researcher, Cancellation))).Should().Be("not_found", "nobody is approved twice");
    }

    [Theory, EveryDatabase]
    public async Task Approval_ByAManager_IsForTheirOwnDepartmentAndMakesNoAdministrator(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (one, two) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        var analyst = await AddMemberAsync(database, one, UserRole.Analyst);
        var waiting = await WaitAsync(database, one.Actor, s_bo);

        (await Refusal(() => Approve(database).ExecuteAsync(one.Actor, waiting, two.Department.Id, UserRole.Analyst, Cancellation))).Should().Be("not_found");
        (await Refusal(() => Approve(database).ExecuteAsync(one.Actor, waiting, one.Department.Id, UserRole.Admin, Cancellation))).Should().Be("access.denied");
        (await Refusal(() => Approve(database).ExecuteAsync(analyst, waiting, one.Department.Id, UserRole.Analyst, Cancellation))).Should().Be("access.denied");
        (await Refusal(() => Pending(database).ListAsync(analyst, declined: false, 9, Cancellation))).Should().Be("access.denied");
        (await Refusal(() => Decline(database).ExecuteAsync(one.Actor, waiting, Cancellation))).Should().Be("access.denied", "a no concerns every department");
        (await Refusal(() => Reopen(database).ExecuteAsync(one.Actor, waiting, Cancellation))).Should().Be("access.denied");
        await Approve(database).ExecuteAsync(one.Actor, waiting, one.Department.Id, UserRole.Analyst, Cancellation);

        (await new PeopleQueries(database.Contexts).MembersAsync(one.Actor, one.Department.Id, Cancellation)).Should().ContainSingle(member => member.FirebaseUid == s_bo.FirebaseUid);
    }

    [Theory, EveryDatabase]
    public async Task Approval_OfWhoCannotBeRegistered_SaysWhyAndLeavesThemWaiting(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        (ProvenIdentity Who, string Code)[] refused =
        [
            (s_bo with { FirebaseUid = "no-mail", Email = null }, "registration.no_email"),
            (s_bo with { FirebaseUid = "unverified", IsEmailVerified = false }, "registration.unverified"),
            (s_bo with { FirebaseUid = "strange", Email = "no address" }, "user.email_invalid"),
        ];

        foreach (var (who, code) in refused)
        {
            var waiting = await WaitAsync(database, seed.Actor, who);
            (await Refusal(() => Approve(database).ExecuteAsync(seed.Actor, waiting, seed.Department.Id, UserRole.Analyst, Cancellation))).Should().Be(code);
        }

        (await Pending(database).ListAsync(seed.Actor, declined: false, 9, Cancellation)).Total.Should().Be(refused.Length);
    }

    [Theory, EveryDatabase]
    public async Task Approval_OfSomebodyWithoutAName_CallsThemByTheirAddress(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var waiting = await WaitAsync(database, seed.Actor, s_bo with { Name = null });

        await Approve(database).ExecuteAsync(seed.Actor, waiting, seed.Department.Id, UserRole.Analyst, Cancellation);

        (await new PeopleQueries(database.Contexts).MembersAsync(seed.Actor, seed.Department.Id, Cancellation)).Should().Contain(member => member.Name == "bo");
    }

    [Theory, EveryDatabase]
    public async Task Declined_Person_StaysDeclinedUntilThatIsTakenBack(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var admin = await AddMemberAsync(database, seed, UserRole.Admin);
        var waiting = await WaitAsync(database, admin, s_bo);

        await Decline(database).ExecuteAsync(admin, waiting, Cancellation);
        (await Admit(database, s_bo)).Should().Be(new Admission(null, IsDeclined: true));
        (await Pending(database).ListAsync(admin, declined: false, 9, Cancellation)).Total.Should().Be(0);
        (await Pending(database).ListAsync(admin, declined: true, 9, Cancellation)).People.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Tries = 2, DeclinedByName = admin.Name });

        database.Time.Advance(TimeSpan.FromSeconds(1));
        await Reopen(database).ExecuteAsync(admin, waiting, Cancellation);
        (await Admit(database, s_bo)).IsDeclined.Should().BeFalse();
        await using var db = database.Open();
        (await db.AuditEntries.Where(entry => entry.SubjectKind == AuditKinds.Registration).OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync(Cancellation))
            .Should().Equal(AuditActions.RegistrationDeclined, AuditActions.RegistrationReopened);
    }

    [Theory, EveryDatabase]
    public async Task Waiting_PersonWhomSomebodyRegistersMeanwhile_NeedsNoApproval(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await WaitAsync(database, seed.Actor, s_bo);

        await new RegisterUserCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Department.Id, new NewPerson("Bo", "bo@example.com", UserRole.Analyst), Cancellation);

        (await Pending(database).ListAsync(seed.Actor, declined: false, 9, Cancellation)).Total.Should().Be(0);
    }

    /// <returns>The id under which the person waits.</returns>
    private static async Task<Guid> WaitAsync(TestDatabase database, Actor reader, ProvenIdentity who)
    {
        await Admit(database, who);
        return (await Pending(database).ListAsync(reader, declined: false, 9, Cancellation)).People.Single(person => person.FirebaseUid == who.FirebaseUid).Id;
    }

    private static Task<Admission> Admit(TestDatabase database, ProvenIdentity who) => new AdmitIdentityCommand(database.Contexts).ExecuteAsync(who, RequestOrigin.Unknown, Cancellation);

    private static ApproveRegistrationCommand Approve(TestDatabase database) => new(database.Contexts, database.Time);

    private static DeclineRegistrationCommand Decline(TestDatabase database) => new(database.Contexts, database.Time);

    private static ReopenRegistrationCommand Reopen(TestDatabase database) => new(database.Contexts);

    private static PendingRegistrationQueries Pending(TestDatabase database) => new(database.Contexts);

    private static async Task<Actor> AddMemberAsync(TestDatabase database, Seed seed, UserRole role)
    {
        await using var db = database.Open();
        return await seed.AddMemberAsync(db, role);
    }

    private static async Task<string> Refusal(Func<Task> act) => (await act.Should().ThrowAsync<DomainRuleException>()).Which.Code;
}
