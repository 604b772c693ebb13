using Platform.Core.Access;
using Platform.Core.Assets.Commands;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Model;
using Platform.Core.Departments.Queries;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Departments;

public sealed class DepartmentUsageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Storage_OfFilesReferredToManyTimes_CountsEachOnceADepartment(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var other = await Seed.AddAsync(database, "Other");
        await AddFilesAsync(database, seed);

        var usage = Usage(database);
        var standing = await usage.StandingAsync(seed.Actor, seed.Department.Id, Cancellation);
        var projects = (await usage.UsageAsync(seed.Actor, seed.Department.Id, Cancellation)).Projects;

        // Images a (in two versions and two projects), b and c (in the trash) of 10 bytes, a checkpoint of 100, weights of 7.
        standing.StorageBytes.Should().Be(10 + 10 + 10 + 100 + 7);
        projects.Should().BeEquivalentTo(
        [
            new { Name = "Vision project", StorageBytes = 137L, Assets = 2, Annotations = 1L },
            new { Name = "Second", StorageBytes = 10L, Assets = 1, Annotations = 0L },
        ]);
        (await usage.StandingAsync(other.Actor, other.Department.Id, Cancellation)).StorageBytes.Should().Be(10, "a file that two departments hold counts in both");
        (await usage.CardsAsync(seed.Actor, Cancellation)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { seed.Department.Id, StorageBytes = 137L, MemberCount = 1, ProjectCount = 2 });
        (await usage.CardsAsync(seed.Actor with { Role = UserRole.Admin }, Cancellation)).Should().BeEquivalentTo([new { Name = "Other", StorageBytes = 10L }, new { Name = "Vision", StorageBytes = 137L }]);
    }

    [Theory, EveryDatabase]
    public async Task Months_OfAssetsAndAnnotations_CountWhatWasAddedAndNoCopies(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        database.Time.Advance(TimeSpan.FromDays(31));
        var copy = await new CreateDraftVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Version.Id, null, Cancellation);
        database.Time.Advance(TimeSpan.FromDays(1));
        await using (var db = database.Open())
        {
            var split = db.DatasetSplits.First(row => row.DatasetVersionId == copy && row.Split == SplitKind.Train);
            var asset = seed.NewAsset(copy, split.Id, 'd');
            db.AddRange(asset, seed.NewAnnotation(asset.Id), seed.NewAnnotation(asset.Id));
            await db.SaveChangesAsync(Cancellation);
        }

        var months = (await Usage(database).UsageAsync(seed.Actor, seed.Department.Id, Cancellation)).Months;

        months.Should().HaveCount(12);
        months[^1].Should().BeEquivalentTo(new { Month = "2026-07", Assets = 1, Annotations = 2 });
        months[^2].Should().BeEquivalentTo(new { Month = "2026-06", Assets = 1, Annotations = 1 });
        months.Take(10).Should().OnlyContain(month => month.Assets == 0 && month.Annotations == 0);
    }

    [Theory, EveryDatabase]
    public async Task Tokens_OfSessions_CountForTheProjectsDepartmentOrElseTheUsers(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var other = await Seed.AddAsync(database, "Other");
        var logs = new LlmLogs(database, seed);
        await logs.AddAsync(seed.Manager.Id, seed.Project.Id, 100);
        await logs.AddAsync(seed.Manager.Id, null, 20);
        await logs.AddAsync(other.Manager.Id, seed.Project.Id, 3, 40);
        await logs.AddAsync(seed.Manager.Id, other.Project.Id, 5000);
        database.Time.Advance(TimeSpan.FromDays(40));
        await logs.AddAsync(seed.Manager.Id, null, 7);

        var usage = Usage(database);

        (await usage.StandingAsync(seed.Actor, seed.Department.Id, Cancellation)).Should().BeEquivalentTo(new { Month = "2026-07", Tokens = 7 });
        (await usage.UsageAsync(seed.Actor, seed.Department.Id, Cancellation)).Months.TakeLast(2).Select(month => month.Tokens).Should().Equal(163, 7);
        (await usage.UsageAsync(other.Actor, other.Department.Id, Cancellation)).Months[^2].Tokens.Should().Be(5000);
    }

    [Theory, EveryDatabase]
    public async Task TrainingTime_OfARun_AddsUpByMonthAndDeviceAndStaysWhereItWasSpent(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var other = await Seed.AddAsync(database, "Other");
        var record = new RecordTrainingUseCommand(database.Contexts, database.Time);
        var (run, second) = (seed.NewId(), seed.NewId());
        Task Spend(Guid id, TrainingUseDevice device, double seconds) => record.ExecuteAsync(Actor.Platform, id, seed.Project.Id, device, seconds, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Spend(run, TrainingUseDevice.Cpu, 600)));
        await Spend(second, TrainingUseDevice.Cuda, 1800);
        database.Time.Advance(TimeSpan.FromDays(30));
        await Spend(run, TrainingUseDevice.Cpu, 3600);
        await database.ExecuteAsync($"UPDATE project SET department_id = {other.Department.Id} WHERE id = {seed.Project.Id}");
        await Spend(run, TrainingUseDevice.Cpu, 7200);

        var usage = Usage(database);

        (await usage.UsageAsync(seed.Actor, seed.Department.Id, Cancellation)).Months.TakeLast(2)
            .Should().BeEquivalentTo([new { CpuHours = 1.0, GpuHours = 0.5 }, new { CpuHours = 1.0, GpuHours = 0.0 }], options => options.WithStrictOrdering());
        (await usage.StandingAsync(other.Actor, other.Department.Id, Cancellation)).TrainingHours.Should().Be(2);
    }

    [Theory, EveryDatabase]
    public async Task Usage_OfOthers_IsForManagersAndAdministratorsAlone(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var other = await Seed.AddAsync(database, "Other");
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Developer);
        var usage = Usage(database);

        (await DatasetWorld.RefusedAsync(() => usage.StandingAsync(other.Actor, seed.Department.Id, Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => usage.UsageAsync(other.Actor, seed.Department.Id, Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => usage.StandingAsync(member, seed.Department.Id, Cancellation))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => usage.CardsAsync(member, Cancellation))).Should().Be("access.denied");
    }

    internal static DepartmentUsageQueries Usage(TestDatabase database) => new(database.Contexts, database.Time);

    private static async Task AddFilesAsync(TestDatabase database, Seed seed)
    {
        await using var db = database.Open();
        var (draft, train) = await seed.AddDraftAsync(db);
        var second = new Project(seed.NewId(), "Second", null, seed.Department.Id, seed.Manager.Id, database.Time.UtcNow);
        var ontology = new LabelOntologyVersion(seed.NewId(), second.Id, "v1", database.Time.UtcNow);
        var dataset = new Dataset(seed.NewId(), second.Id, "More", null, database.Time.UtcNow);
        var version = new DatasetVersion(seed.NewId(), dataset.Id, "v1", ontology.Id, null, database.Time.UtcNow);
        var split = new DatasetSplit(seed.NewId(), version.Id, SplitKind.Train, 1, database.Time.UtcNow);
        var thrown = seed.NewAsset(draft.Id, train.Id, 'c');
        var weights = new ImportedWeights(seed.NewId(), seed.Project.Id, "w", "w.safetensors", "mine", WeightFormat.SafeTensors, "{}", seed.Manager.Id, database.Time.UtcNow);
        weights.StoreAt("local:w", new string('e', 64), 7);
        db.AddRange(second, ontology, dataset, version, split, weights, thrown);
        db.AddRange(seed.NewAsset(draft.Id, train.Id, 'a'), seed.NewAsset(draft.Id, train.Id, 'b'), seed.NewAsset(version.Id, split.Id, 'a'));
        await db.SaveChangesAsync(Cancellation);
        await new DeleteAssetsCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, draft.Id, [thrown.Id], Cancellation);
        await seed.FreezeAsync(database);
        var trained = await seed.AddModelVersionAsync(database);
        db.Add(new ModelArtifact(seed.NewId(), trained.Id, "best", ArtifactFormat.Ckpt, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, "local:x", new string('f', 64), 100, database.Time.UtcNow));
        await db.SaveChangesAsync(Cancellation);
    }
}
