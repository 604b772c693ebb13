using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.People;

public sealed class PasswordTests
{
    private const string Good = "grey otter, 7 lanterns";
    private static readonly RequestOrigin s_laptop = new("10.0.0.7", "Firefox");

    private readonly PlainPasswordHashes _hashes = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task SignIn_WithTheRightPassword_IsThatPerson(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await Change(database).ExecuteAsync(seed.Actor, null, Good, Cancellation);

        (await SignInAsync(database, seed.Manager.Email, Good)).Should().Be(seed.Manager.Id);
        (await SignInAsync(database, $"  {seed.Manager.Email.ToUpperInvariant()} ", Good)).Should().Be(seed.Manager.Id, "addresses are compared as they are registered");
        await using var db = database.Open();
        (await db.UserPasswords.SingleAsync(Cancellation)).Hash.Should().Be(PlainPasswordHashes.Present + Good);
    }

    [Theory, EveryDatabase]
    public async Task SignIn_InVain_IsTheSameForEverybodyAndOnRecordWithItsReason(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var admin = await seed.AddMemberAsync(db, UserRole.Admin);
        var withoutPassword = (await db.Users.SingleAsync(user => user.Id == admin.UserId, Cancellation)).Email;
        await Change(database).ExecuteAsync(seed.Actor, null, Good, Cancellation);
        var checks = _hashes.Checks;

        (await SignInAsync(database, "nobody@example.com", Good)).Should().BeNull();
        (await SignInAsync(database, seed.Manager.Email, Good + "!")).Should().BeNull();
        (await SignInAsync(database, withoutPassword, Good)).Should().BeNull();
        (await SignInAsync(database, null, null)).Should().BeNull();
        (await SignInAsync(database, "a\0b\ud800", "\ud800\0")).Should().BeNull();

        _hashes.Checks.Should().Be(checks + 5, "each costs one comparison");
        var lines = (await new AuditQueries(database.Contexts).ListAsync(admin, new AuditFilter(Action: "sign_in.failed"), 0, 10, Cancellation)).Lines;
        lines.Select(line => line.Arguments["reason"]).Should().BeEquivalentTo("unknown", "password", "no_password", "unknown", "unknown");
        lines.Should().OnlyContain(line => line.IpAddress == "10.0.0.7" && !line.SubjectName.Contains('@'), "what was typed as an address may be a password");
    }

    [Theory, EveryDatabase]
    public async Task TenWrongTries_LockThePasswordForAQuarterOfAnHour(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await Change(database).ExecuteAsync(seed.Actor, null, Good, Cancellation);
        async Task FailAsync(int times)
        {
            for (var number = 0; number < times; number++)
            {
                (await SignInAsync(database, seed.Manager.Email, "wrong")).Should().BeNull();
            }
        }

        await FailAsync(9);
        (await SignInAsync(database, seed.Manager.Email, Good)).Should().NotBeNull("nine are no lock");
        await FailAsync(10);
        (await SignInAsync(database, seed.Manager.Email, Good)).Should().BeNull("the right one is refused as well while the lock lasts");
        var states = new PersonalLinkQueries(database.Contexts, database.Time);
        (await states.StatesAsync(seed.Actor, seed.Department.Id, Cancellation))[seed.Manager.Id].Should().BeEquivalentTo(new { HasPassword = true, LockedUntil = database.Time.UtcNow.AddMinutes(15), Link = (PersonalLinkKind?)null });

        database.Time.Advance(TimeSpan.FromMinutes(15));
        (await states.StatesAsync(seed.Actor, seed.Department.Id, Cancellation))[seed.Manager.Id].LockedUntil.Should().BeNull();
        await FailAsync(9);
        (await SignInAsync(database, seed.Manager.Email, Good)).Should().NotBeNull("after the lock the count begins anew");
        (await CountAsync(database, seed, "sign_in.locked")).Should().Be(1);
        (await CountAsync(database, seed, "sign_in.failed")).Should().Be(29);
    }

    [Theory, EveryDatabase]
    public async Task WrongTries_AtTheSameMoment_AreAllCounted(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await Change(database).ExecuteAsync(seed.Actor, null, Good, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => Task.Run(() => SignInAsync(database, seed.Manager.Email, "wrong"))));

        (await SignInAsync(database, seed.Manager.Email, Good)).Should().BeNull();
        var reasons = (await new AuditQueries(database.Contexts).ListAsync(seed.Actor, new AuditFilter(Action: "sign_in.failed"), 0, 50, Cancellation)).Lines.Select(line => line.Arguments["reason"]).ToList();
        reasons.Count(reason => reason == "password").Should().Be(10, "no more than ten were compared with the password");
    }

    [Theory, EveryDatabase]
    public async Task Hash_MadeAsItWasDoneEarlier_IsMadeAnewAtSignIn(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        db.Add(new UserPassword(seed.Manager.Id, PlainPasswordHashes.Earlier + Good, database.Time.UtcNow));
        await db.SaveChangesAsync(Cancellation);

        (await SignInAsync(database, seed.Manager.Email, Good)).Should().NotBeNull();

        await using var after = database.Open();
        (await after.UserPasswords.SingleAsync(Cancellation)).Hash.Should().Be(PlainPasswordHashes.Present + Good);
    }

    [Theory, EveryDatabase]
    public async Task Change_AsksForThePresentPasswordAndEndsOtherSessions(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var sessions = new BrowserSessionQueries(database.Contexts, database.Time);
        var (here, there) = (await OpenAsync(database, seed.Actor), await OpenAsync(database, seed.Actor));
        (await sessions.AccountAsync(here, Cancellation)).Should().BeEquivalentTo(new { NeedsPresent = false, PasswordChangedAt = (DateTime?)null });

        await Change(database).ExecuteAsync(here, null, Good, Cancellation);

        (await sessions.ResolveAsync(here.SessionId!.Value, Cancellation)).Should().NotBeNull();
        (await sessions.ResolveAsync(there.SessionId!.Value, Cancellation)).Should().BeNull();
        (await sessions.AccountAsync(here, Cancellation)).Should().BeEquivalentTo(new { NeedsPresent = true, PasswordChangedAt = database.Time.UtcNow });
        await Refused(() => Change(database).ExecuteAsync(here, "wrong", "another, 8 lanterns", Cancellation), "password.wrong");
        await Refused(() => Change(database).ExecuteAsync(here, null, "another, 8 lanterns", Cancellation), "password.wrong");
        await Refused(() => Change(database).ExecuteAsync(here, Good, Good, Cancellation), "password.unchanged");
        await Change(database).ExecuteAsync(here, Good, "another, 8 lanterns", Cancellation);
        (await SignInAsync(database, seed.Manager.Email, Good)).Should().BeNull();
        for (var number = 0; number < 9; number++)
        {
            await Refused(() => Change(database).ExecuteAsync(here, "guess", Good, Cancellation), number < 8 ? "password.wrong" : "password.locked");
        }

        (await CountAsync(database, seed, "password.set")).Should().Be(1);
        (await CountAsync(database, seed, "password.changed")).Should().Be(1);
        (await CountAsync(database, seed, "sign_in.locked")).Should().Be(1, "guessing at the page of one's account is guessing too");
    }

    [Theory, EveryDatabase]
    public async Task Change_RightAfterTheServersOwnLink_NeedsNoPresentPassword(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await Change(database).ExecuteAsync(seed.Actor, null, Good, Cancellation);
        var owner = await OpenAsync(database, seed.Actor, SignInWay.ConsoleLink);

        await Change(database).ExecuteAsync(owner, null, "forgotten, 8 lanterns", Cancellation);

        database.Time.Advance(TimeSpan.FromHours(1));
        await Refused(() => Change(database).ExecuteAsync(owner, null, Good, Cancellation), "password.wrong");
    }

    [Theory]
    [InlineData("too short 11", null)]
    [InlineData("short 11 ch", "password.too_short")]
    [InlineData("바다위를걷는고양이열둘셋", null)]
    [InlineData("바다위를걷는고양이열둘", "password.too_short")]
    [InlineData("가나다라마바사아자차카타파", "password.guessable")]
    [InlineData("correct horse battery staple", null)]
    [InlineData("qzjfwmxkvbtn", null)]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "password.guessable")]
    [InlineData("ottersotters", "password.guessable")]
    [InlineData("123456789012", "password.guessable")]
    [InlineData("qwertyuiop12", "password.guessable")]
    [InlineData("Password1234!", "password.guessable")]
    [InlineData("P@ssw0rdP@ssw0rd", "password.guessable")]
    [InlineData("platform-2026", "password.guessable")]
    [InlineData("Platform Admin 1", "password.guessable")]
    [InlineData("adalovelace2026", "password.guessable")]
    [InlineData("countess2026!", "password.guessable")]
    public void Rule_ForANewPassword_TakesLongOnesThatNobodyGuessesFirst(string password, string? refusal)
    {
        var user = new User(Guid.CreateVersion7(), "Ada Lovelace", "countess@example.com", UserRole.Analyst, Guid.CreateVersion7(), DateTime.UnixEpoch);

        var require = () => PasswordRule.Require(PasswordRule.Normalized(password), user);

        if (refusal is null)
        {
            require.Should().NotThrow();
        }
        else
        {
            require.Should().Throw<DomainRuleException>().Which.Code.Should().Be(refusal);
        }
    }

    [Fact]
    public void Rule_ForPasswordsThatAreTooLong_SaysSo()
    {
        var user = new User(Guid.CreateVersion7(), "Ada", "ada@example.com", UserRole.Analyst, Guid.CreateVersion7(), DateTime.UnixEpoch);
        string Of(int length) => string.Concat(Enumerable.Range(0, length).Select(number => (char)('가' + (number * 7919 % 11000))));

        var take = () => PasswordRule.Require(PasswordRule.Normalized(Of(128)), user);
        var refuse = () => PasswordRule.Require(PasswordRule.Normalized(Of(129)), user);

        take.Should().NotThrow();
        refuse.Should().Throw<DomainRuleException>().Which.Code.Should().Be("password.too_long");
        PasswordRule.Normalized("가나").Should().Be(PasswordRule.Normalized("가나".Normalize(System.Text.NormalizationForm.FormD)), "keyboards compose syllables in either way");
    }

    private async Task<Guid?> SignInAsync(TestDatabase database, string? email, string? password) =>
        await new SignInByPasswordCommand(database.Contexts, _hashes).ExecuteAsync(email, password, s_laptop, Cancellation);

    private ChangePasswordCommand Change(TestDatabase database) => new(database.Contexts, _hashes);

    private static async Task<Actor> OpenAsync(TestDatabase database, Actor actor, SignInWay way = SignInWay.Password) =>
        actor with { SessionId = await new RecordSignInCommand(database.Contexts, database.Time).ExecuteAsync(actor, Cancellation, way) };

    private static async Task<int> CountAsync(TestDatabase database, Seed seed, string action) =>
        (await new AuditQueries(database.Contexts).ListAsync(seed.Actor, new AuditFilter(Action: action), 0, 100, Cancellation)).Lines.Count;

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
