using Platform.Core.Access;
using Platform.Core.Assets;
using Platform.Core.Departments;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Model;
using Platform.Core.Departments.Queries;
using Platform.Core.People.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Departments;

public sealed class DepartmentQuotaTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Upload_ThatDoesNotFit_IsRefusedBeforeAnythingIsReadAndSaysWhatToDo(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await using var db = world.Database.Open();
        var admin = await world.Seed.AddMemberAsync(db, UserRole.Admin);
        var version = await world.AddEmptyDraftAsync();
        await LimitAsync(world.Database, world.Seed, new DepartmentQuotas(StorageBytes: 1000));
        var files = new[] { new NamedUpload("a.png", _ => throw new InvalidOperationException("was read"), 991) };

        var refusal = (await world.Ingest.Invoking(ingest => ingest.ExecuteAsync(world.Actor, version, UploadSource.Of(files), null, Cancellation)).Should().ThrowAsync<DomainRuleException>()).Which;

        refusal.Code.Should().Be("quota.storage");
        refusal.Message.Should().Contain("'Vision'").And.Contain("10 B of 1000 B").And.Contain("needs 991 B").And.Contain(admin.Name);
        refusal.Arguments.Should().HaveCount(6);
    }

    [Theory, EveryDatabase]
    public async Task Uploads_AtOnceOfWhichOneFits_AreNotBothLetIn(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        await LimitAsync(world.Database, world.Seed, new DepartmentQuotas(StorageBytes: 1000));
        var gate = world.Quotas;

        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TryHoldAsync(gate, world.Actor, version, 600), Cancellation)));

        var let = tries.OfType<StorageHold>().Should().ContainSingle().Which;
        gate.All.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = WorkKind.Upload, ProjectId = world.Seed.Project.Id, UserId = world.Actor.UserId });
        (await TryHoldAsync(gate, world.Actor, version, 390)).Should().NotBeNull("both fit");
        let.Dispose();
        (await TryHoldAsync(gate, world.Actor, version, 600)).Should().NotBeNull("an upload that ended without storing anything gives its room back");
    }

    [Theory, EveryDatabase]
    public async Task Upload_UnderWay_IsNotBrokenOffAndTheNextIsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        await LimitAsync(world.Database, world.Seed, new DepartmentQuotas(StorageBytes: 1 << 20));
        var pictures = Enumerable.Range(0, 40).Select(number => (Name: $"{number}.png", Bytes: HeaderCodec.Png(20, 10, $"{number}"))).ToList();
        var files = pictures.Select((picture, index) => new NamedUpload(
            picture.Name,
            async _ =>
            {
                if (index == 0)
                {
                    await LimitAsync(world.Database, world.Seed, new DepartmentQuotas(StorageBytes: 11));
                }

                return new MemoryStream(picture.Bytes);
            },
            picture.Bytes.Length)).ToList();

        var report = await world.Ingest.ExecuteAsync(world.Actor, version, UploadSource.Of(files), null, Cancellation);

        report.Added.Should().HaveCount(40);
        (await DatasetWorld.RefusedAsync(() => world.UploadAsync(version, ("late.png", HeaderCodec.Png(20, 10, "late"))))).Should().Be("quota.storage");
        world.Quotas.All.Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Room_ThatWasFreed_CountsAtOnce(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(3);
        var stored = (await DepartmentUsageTests.Usage(world.Database).StandingAsync(world.Actor, world.Seed.Department.Id, Cancellation)).StorageBytes;
        await LimitAsync(world.Database, world.Seed, new DepartmentQuotas(StorageBytes: stored));
        var more = ("more.png", HeaderCodec.Png(100, 80, "more"));
        (await DatasetWorld.RefusedAsync(() => world.UploadAsync(version, more))).Should().Be("quota.storage");

        await world.DeleteAssets.ExecuteAsync(world.Actor, version, assets, Cancellation);
        (await DatasetWorld.RefusedAsync(() => world.UploadAsync(version, more))).Should().Be("quota.storage", "what is in the trash is still stored");
        await world.EmptyTrash.ExecuteAsync(world.Actor, version, null, Cancellation);

        (await world.UploadAsync(version, more)).Added.Should().ContainSingle();
    }

    [Theory, EveryDatabase]
    public async Task Training_AboveTheHoursOfTheMonth_StartsAgainNextMonthOrWithMore(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var gate = new DepartmentQuotaGate(database.Contexts, database.Time);
        var record = new RecordTrainingUseCommand(database.Contexts, database.Time);
        await LimitAsync(database, seed, new DepartmentQuotas(TrainingHours: 2));
        await record.ExecuteAsync(Actor.Platform, seed.NewId(), seed.Project.Id, TrainingUseDevice.Cpu, 7199, Cancellation);
        await gate.DemandTrainingAsync(seed.Actor, seed.Project.Id, Cancellation);
        await record.ExecuteAsync(Actor.Platform, seed.NewId(), seed.Project.Id, TrainingUseDevice.Cuda, 1, Cancellation);

        var refusal = (await gate.Invoking(one => one.DemandTrainingAsync(seed.Actor, seed.Project.Id, Cancellation)).Should().ThrowAsync<DomainRuleException>()).Which;

        refusal.Code.Should().Be("quota.training");
        refusal.Message.Should().Contain("2 of its 2 training hours").And.Contain("2026-07-01");
        await LimitAsync(database, seed, new DepartmentQuotas(TrainingHours: 3));
        await gate.DemandTrainingAsync(seed.Actor, seed.Project.Id, Cancellation);
        await LimitAsync(database, seed, new DepartmentQuotas(TrainingHours: 2));
        database.Time.Advance(TimeSpan.FromDays(30));
        await gate.DemandTrainingAsync(seed.Actor, seed.Project.Id, Cancellation);
    }

    [Theory, EveryDatabase]
    public async Task Tokens_AboveTheQuotaOfTheMonth_AreRefusedToTheGateway(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var other = await Seed.AddAsync(database, "Other");
        ITokenQuota gate = new DepartmentQuotaGate(database.Contexts, database.Time);
        await LimitAsync(database, seed, new DepartmentQuotas(Tokens: 100));
        var logs = new LlmLogs(database, seed);
        await logs.AddAsync(seed.Manager.Id, null, 99);
        await gate.DemandTokensAsync(seed.Manager.Id, null, Cancellation);
        await logs.AddAsync(other.Manager.Id, seed.Project.Id, 1);

        (await DatasetWorld.RefusedAsync(() => gate.DemandTokensAsync(seed.Manager.Id, null, Cancellation))).Should().Be("quota.tokens");
        (await DatasetWorld.RefusedAsync(() => gate.DemandTokensAsync(other.Manager.Id, seed.Project.Id, Cancellation))).Should().Be("quota.tokens");
        await gate.DemandTokensAsync(seed.Manager.Id, other.Project.Id, Cancellation);
        database.Time.Advance(TimeSpan.FromDays(30));
        await gate.DemandTokensAsync(seed.Manager.Id, null, Cancellation);
    }

    [Theory, EveryDatabase]
    public async Task Quotas_AreSetByAdministratorsAndOnRecord(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var other = await Seed.AddAsync(database, "Other");
        var set = new SetDepartmentQuotasCommand(database.Contexts);
        var quotas = new DepartmentQuotas(5000, 10, null);
        var admin = seed.Actor with { Role = UserRole.Admin };

        (await DatasetWorld.RefusedAsync(() => set.ExecuteAsync(seed.Actor, seed.Department.Id, quotas, Cancellation))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => set.ExecuteAsync(other.Actor, seed.Department.Id, quotas, Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => set.ExecuteAsync(admin, seed.Department.Id, quotas with { Tokens = -1 }, Cancellation))).Should().Be("quota.negative");
        await set.ExecuteAsync(admin, seed.Department.Id, quotas, Cancellation);
        await set.ExecuteAsync(admin, seed.Department.Id, quotas, Cancellation);

        (await DepartmentUsageTests.Usage(database).StandingAsync(seed.Actor, seed.Department.Id, Cancellation)).Quotas.Should().Be(quotas);
        await using var db = database.Open();
        db.AuditEntries.Where(entry => entry.Action == "department.quotas_set").Should().ContainSingle().Which.Arguments.Should().Contain("5000").And.NotContain("tokens");
    }

    [Theory]
    [InlineData(100, 0, 0, 100, true)]
    [InlineData(100, 0, 0, 101, false)]
    [InlineData(100, 60, 40, 0, false)]
    [InlineData(100, 60, 39, 0, true)]
    [InlineData(100, 60, 30, 10, true)]
    [InlineData(0, 0, 0, 0, false)]
    public void Storage_Fits_WhileTheTotalStaysAtOrBelowTheLimit(long limit, long used, long underWay, long needed, bool fits) =>
        DepartmentQuotaRule.FitsStorage(limit, used, underWay, needed).Should().Be(fits);

    internal static Task LimitAsync(TestDatabase database, Seed seed, DepartmentQuotas quotas) =>
        new SetDepartmentQuotasCommand(database.Contexts).ExecuteAsync(seed.Actor with { Role = UserRole.Admin }, seed.Department.Id, quotas, Cancellation);

    private static async Task<StorageHold?> TryHoldAsync(DepartmentQuotaGate gate, Actor actor, Guid version, long bytes)
    {
        try
        {
            return await gate.HoldStorageAsync(actor, version, bytes, Cancellation);
        }
        catch (DomainRuleException refusal) when (refusal.Code == "quota.storage")
        {
            return null;
        }
    }
}
