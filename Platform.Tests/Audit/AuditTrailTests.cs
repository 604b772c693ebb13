using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Commands;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Audit.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.Projects.Commands;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Audit;

public sealed class AuditTrailTests
{
    private static readonly RequestOrigin s_laptop = new("10.0.0.7", "Firefox");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Acts_OfPeople_AreOnRecordWithWhoWhatWhenAndFromWhere(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var manager = seed.Actor with { Origin = s_laptop };
        var (contexts, time) = (database.Contexts, database.Time);
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Analyst);

        await new RecordSignInCommand(contexts, time).ExecuteAsync(manager, Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        await new ChangeUserRoleCommand(contexts).ExecuteAsync(manager, member.UserId, UserRole.Researcher, Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        await new SetUserActiveCommand(contexts).ExecuteAsync(manager, member.UserId, active: false, Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        await new SetUserActiveCommand(contexts).ExecuteAsync(manager, member.UserId, active: false, Cancellation);
        await new DeleteAssetsCommand(contexts, time).ExecuteAsync(manager, seed.Version.Id, [seed.Asset.Id], Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        await seed.FreezeAsync(database);
        var version = await seed.AddModelVersionAsync(database);
        await new RegisterArtifactCommand(contexts, time).ExecuteAsync(
            manager, new NewArtifact(version.Id, "x", Core.Models.Model.ArtifactFormat.Ckpt, Core.Models.Model.ArtifactDevice.Cpu, Core.Models.Model.ArtifactPrecision.Fp32, "x", new string('0', 64), 1), Cancellation);
        await new FreezeModelVersionCommand(contexts).ExecuteAsync(manager, version.Id, "{}", Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        await new RecordPromotionCommand(contexts, time).ExecuteAsync(manager, version.Id, "The customer waits", "[]", Cancellation);

        var lines = (await new AuditQueries(contexts).ListAsync(manager, new AuditFilter(), 0, 50, Cancellation)).Lines;

        lines.Select(line => line.Action).Should().Equal(
            "model_version.promoted_anyway", "model_version.registered", "assets.deleted", "user.deactivated", "user.role_changed", "sign_in.done");
        lines.Should().OnlyContain(line => line.UserName == manager.Name && line.UserId == manager.UserId && line.IpAddress == "10.0.0.7" && line.UserAgent == "Firefox" && line.DepartmentName == "Vision");
        lines[0].Arguments.Should().Contain("reason", "The customer waits");
        lines[2].Should().BeEquivalentTo(new { SubjectKind = "dataset_version", SubjectId = seed.Version.Id, SubjectName = "Images v1" });
        lines[2].Arguments.Should().Contain("count", "1");
        lines[4].Arguments.Should().Equal(new Dictionary<string, string> { ["from"] = "analyst", ["to"] = "researcher" });
        lines[5].At.Should().Be(time.UtcNow.AddMinutes(-5));
    }

    [Theory, EveryDatabase]
    public async Task Act_ThatIsRefused_LeavesNoRecord(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        var delete = () => new DeleteProjectCommand(database.Contexts).ExecuteAsync(seed.Actor, seed.Project.Id, Cancellation);

        (await delete.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("project.referenced");
        await using var db = database.Open();
        (await db.AuditEntries.CountAsync(Cancellation)).Should().Be(0);
    }

    [Theory, EveryDatabase]
    public async Task Record_Attacked_StaysAsItWasWritten(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await new RecordSignInCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, Cancellation);
        await using var db = database.Open();
        var entry = await db.AuditEntries.AsNoTracking().SingleAsync(Cancellation);
        string[] attacks =
        [
            "UPDATE audit_entry SET user_name = 'Nobody'", "UPDATE audit_entry SET at = at", "DELETE FROM audit_entry",
            engine == DatabaseEngine.Postgres ? "TRUNCATE audit_entry" : "INSERT OR REPLACE INTO audit_entry (id, at, action, subject_kind, subject_name, arguments) SELECT id, at, 'x', 'x', 'x', '{}' FROM audit_entry",
        ];

        foreach (var attack in attacks)
        {
            var run = () => db.Database.ExecuteSqlRawAsync(attack, Cancellation);
            db.Translate((await run.Should().ThrowAsync<Exception>(attack)).Which)?.Code.Should().Be("audit.append_only", attack);
        }

        db.Remove(entry);
        var save = () => db.SaveChangesAsync(Cancellation);
        (await save.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("audit.append_only");
        await using var after = database.Open();
        (await after.AuditEntries.SingleAsync(Cancellation)).Should().BeEquivalentTo(entry);
    }

    [Theory, EveryDatabase]
    public async Task Audit_Read_ShowsManagersTheirDepartmentAndAdministratorsEverything(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var one = await Seed.AddAsync(database, "One");
        var two = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var admin = await one.AddMemberAsync(db, UserRole.Admin);
        var analyst = await one.AddMemberAsync(db, UserRole.Analyst);
        var record = new RecordSignInCommand(database.Contexts, database.Time);
        await record.ExecuteAsync(one.Actor, Cancellation);
        database.Time.Advance(TimeSpan.FromDays(1));
        await record.ExecuteAsync(two.Actor, Cancellation);
        database.Time.Advance(TimeSpan.FromDays(1));
        await record.FailedAsync(null, s_laptop, "link_used", Cancellation);
        var queries = new AuditQueries(database.Contexts);
        async Task<string[]> Read(Actor actor, AuditFilter filter) => [.. (await queries.ListAsync(actor, filter, 0, 50, Cancellation)).Lines.Select(line => $"{line.UserName} {line.Action}".Trim())];

        (await Read(one.Actor, new AuditFilter())).Should().Equal("One manager sign_in.done");
        (await Read(admin, new AuditFilter())).Should().Equal("sign_in.failed", "Two manager sign_in.done", "One manager sign_in.done");
        (await Read(admin, new AuditFilter(DepartmentId: two.Department.Id))).Should().Equal("Two manager sign_in.done");
        (await Read(admin, new AuditFilter(UserId: one.Manager.Id))).Should().Equal("One manager sign_in.done");
        (await Read(admin, new AuditFilter(Action: "sign_in.failed"))).Should().Equal("sign_in.failed");
        (await Read(admin, new AuditFilter(Kind: "user"))).Should().HaveCount(2);
        (await Read(admin, new AuditFilter(Text: "TWO"))).Should().Equal("Two manager sign_in.done");
        (await Read(admin, new AuditFilter(Text: "10.0.0"))).Should().Equal("sign_in.failed");
        (await Read(admin, new AuditFilter(From: database.Time.UtcNow.AddDays(-1), To: database.Time.UtcNow))).Should().Equal("Two manager sign_in.done");
        await Refused(() => Read(analyst, new AuditFilter()), "access.denied");
        await Refused(() => Read(one.Actor, new AuditFilter(DepartmentId: two.Department.Id)), "not_found");
    }

    [Theory, EveryDatabase]
    public async Task Audit_LongerThanAChunk_IsStreamedWholeAndInOrder(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        for (var number = 0; number < 1001; number++)
        {
            database.Time.Advance(TimeSpan.FromMilliseconds(1));
            db.Record(seed.Actor, AuditActions.TokenUsed, new AuditSubject(AuditKinds.Token, null, $"{number}", seed.Department.Id));
        }

        await db.SaveChangesAsync(Cancellation);

        var names = new List<string>();
        await foreach (var line in new AuditQueries(database.Contexts).StreamAsync(seed.Actor, new AuditFilter(), Cancellation))
        {
            names.Add(line.SubjectName);
        }

        names.Should().Equal(Enumerable.Range(0, 1001).Reverse().Select(number => $"{number}"));
    }

    [Theory, EveryDatabase]
    public async Task WhatComesFromOutside_LongOrOdd_IsCutToItsColumn(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);

        await new RecordSignInCommand(database.Contexts, database.Time).FailedAsync(null, new RequestOrigin(new string('1', 500), "a\0" + new string('가', 500)), "x\0y", Cancellation);

        await using var db = database.Open();
        var entry = await db.AuditEntries.SingleAsync(Cancellation);
        entry.IpAddress.Should().HaveLength(AuditEntry.IpAddressLength);
        entry.UserAgent.Should().HaveLength(AuditEntry.UserAgentLength).And.StartWith("a가");
    }

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
