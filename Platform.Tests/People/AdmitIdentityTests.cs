using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.Audit.Queries;
using Platform.Core.People;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Tests.Support;

namespace Platform.Tests.People;

/// <summary>Who of those whom an identity provider vouches for is somebody here, and what becomes of the others.</summary>
public sealed class AdmitIdentityTests
{
    private static readonly ProvenIdentity s_bo = new("uid-bo", "Bo@Example.com", IsEmailVerified: true, "Bo Park");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Identity_OfNobody_WaitsAndIsOnRecord(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var admin = await AddAdministratorAsync(database, seed);

        (await AdmitAsync(database, s_bo with { IsEmailVerified = false, Name = "  " })).Should().Be(new Admission(null, IsDeclined: false));
        database.Time.Advance(TimeSpan.FromHours(1));
        await AdmitAsync(database, s_bo with { Name = "Bo\0\u0007 " + new string('n', 60) });

        var waiting = (await WaitingAsync(database, admin)).People.Should().ContainSingle().Which;
        waiting.Should().BeEquivalentTo(new { s_bo.FirebaseUid, Email = "bo@example.com", IsEmailVerified = true, Tries = 2, LastTriedAt = database.Time.UtcNow, FirstTriedAt = database.Time.UtcNow.AddHours(-1) });
        waiting.Name.Should().StartWith("Bo n").And.HaveLength(User.NameLength);
        var tries = await new AuditQueries(database.Contexts).ListAsync(admin, new AuditFilter(Action: AuditActions.SignInFailed), 0, 10, Cancellation);
        tries.Lines.Should().HaveCount(2).And.OnlyContain(line => line.SubjectName == "bo@example.com" && line.Arguments["reason"] == "unregistered" && line.IpAddress == "10.0.0.9");
    }

    [Theory, EveryDatabase]
    public async Task Identity_WithTheVerifiedAddressOfAPerson_IsLinkedForGood(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await AdmitAsync(database, s_bo);
        var person = await RegisterAsync(database, seed, "bo@example.com");

        (await AdmitAsync(database, s_bo)).UserId.Should().Be(person);
        (await AdmitAsync(database, s_bo with { Email = "married@example.com" })).UserId.Should().Be(person, "from now on the uid counts");
        (await AdmitAsync(database, s_bo with { FirebaseUid = "uid-other" })).UserId.Should().BeNull("a person has one account there");

        await using var db = database.Open();
        (await db.Users.SingleAsync(user => user.Id == person, Cancellation)).FirebaseUid.Should().Be(s_bo.FirebaseUid);
        (await db.PendingRegistrations.Select(row => row.FirebaseUid).ToListAsync(Cancellation)).Should().Equal("uid-other");
        (await db.AuditEntries.CountAsync(entry => entry.Action == AuditActions.UserFirebaseLinked && entry.SubjectId == person, Cancellation)).Should().Be(1);
    }

    [Theory, EveryDatabase]
    public async Task Identity_WhoseAddressProvesNothing_IsNeverLinked(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await RegisterAsync(database, seed, "kim@example.com");
        ProvenIdentity[] strangers =
        [
            s_bo with { Email = "kim@example.com", IsEmailVerified = false },
            s_bo with { Email = "\u212Aim@example.com" },
            s_bo with { Email = null },
            s_bo with { Email = "kim@example.com.evil.example" },
        ];

        foreach (var stranger in strangers)
        {
            (await AdmitAsync(database, stranger)).UserId.Should().BeNull(stranger.Email);
        }

        await using var db = database.Open();
        (await db.Users.AnyAsync(user => user.FirebaseUid != null, Cancellation)).Should().BeFalse();
        (await AdmitAsync(database, strangers[1])).UserId.Should().BeNull();
        (await db.PendingRegistrations.SingleAsync(Cancellation)).IsEmailVerified.Should().BeFalse("approving would give them an address that is not theirs");
    }

    [Theory, EveryDatabase]
    public async Task Identity_OfSomebodyInactive_IsKnownAndNotLinked(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var person = await RegisterAsync(database, seed, "bo@example.com");
        await new SetUserActiveCommand(database.Contexts).ExecuteAsync(seed.Actor, person, active: false, Cancellation);

        (await AdmitAsync(database, s_bo)).UserId.Should().Be(person, "who it is decides what they are told; the sign-in refuses them");

        await using var db = database.Open();
        (await db.Users.SingleAsync(user => user.Id == person, Cancellation)).FirebaseUid.Should().BeNull();
        (await db.PendingRegistrations.AnyAsync(Cancellation)).Should().BeFalse();
    }

    [Theory, EveryDatabase]
    public async Task Identity_TwiceAtOnce_WaitsOnce(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AdmitAsync(database, s_bo), Cancellation)));

        (await WaitingAsync(database, seed.Actor)).People.Should().ContainSingle().Which.FirebaseUid.Should().Be(s_bo.FirebaseUid);
    }

    [Theory, EveryDatabase]
    public async Task Identities_MoreThanMayWait_PushOutWhoTriedLongestAgoButNobodyDeclined(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using (var db = database.Open())
        {
            var declined = new PendingRegistration(seed.NewId(), s_bo with { FirebaseUid = "declined" }, database.Time.UtcNow.AddYears(-1));
            declined.Decline(seed.Manager.Id, database.Time.UtcNow);
            db.Add(declined);
            db.AddRange(Enumerable.Range(0, PendingRegistration.MaxWaiting).Select(number => new PendingRegistration(seed.NewId(), s_bo with { FirebaseUid = $"uid-{number}" }, database.Time.UtcNow.AddMinutes(number))));
            await db.SaveChangesAsync(Cancellation);
        }

        database.Time.Advance(TimeSpan.FromDays(2));
        await AdmitAsync(database, s_bo with { FirebaseUid = "uid-0" });
        await AdmitAsync(database, s_bo with { FirebaseUid = "new" });

        await using var after = database.Open();
        var left = await after.PendingRegistrations.Select(row => row.FirebaseUid).ToListAsync(Cancellation);
        left.Should().HaveCount(PendingRegistration.MaxWaiting + 1).And.Contain(["declined", "uid-0", "new", "uid-2"]).And.NotContain("uid-1");
    }

    private static Task<Admission> AdmitAsync(TestDatabase database, ProvenIdentity who) => new AdmitIdentityCommand(database.Contexts).ExecuteAsync(who, new RequestOrigin("10.0.0.9", "test"), Cancellation);

    private static Task<PendingPeople> WaitingAsync(TestDatabase database, Actor actor) => new PendingRegistrationQueries(database.Contexts).ListAsync(actor, declined: false, 50, Cancellation);

    private static Task<Guid> RegisterAsync(TestDatabase database, Seed seed, string email) =>
        new RegisterUserCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Department.Id, new NewPerson("Bo", email, UserRole.Analyst), Cancellation);

    private static async Task<Actor> AddAdministratorAsync(TestDatabase database, Seed seed)
    {
        await using var db = database.Open();
        return await seed.AddMemberAsync(db, UserRole.Admin);
    }
}
