using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.People.Model;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Tests.Support;

namespace Platform.Tests.Models;

public sealed class ImportedWeightsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Weights_ImportedAndStartedFrom_StayOnRecord(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        using var folder = new TemporaryFolder();
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var register = Register(database, folder);
        var queries = new ImportedWeightsQueries(database.Contexts);
        var id = await register.ExecuteAsync(seed.Actor, New(seed), new MemoryStream([1, 2, 3]), Cancellation);

        var view = await queries.GetAsync(seed.Actor, id, Cancellation);
        view.Should().BeEquivalentTo(new { Name = "RTMDet", Licence = "Apache-2.0", Format = WeightFormat.PyTorch, SizeBytes = 3L, UsedBy = 0, ImportedBy = seed.Actor.Name });
        view.Sha256.Should().Be("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        await Refused(() => register.ExecuteAsync(seed.Actor, New(seed) with { Name = "Again" }, new MemoryStream([1, 2, 3]), Cancellation), "weights.known");
        await Refused(() => register.ExecuteAsync(seed.Actor, New(seed) with { Licence = " " }, new MemoryStream([4]), Cancellation), "text.required");

        var model = await new CreateModelCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Project.Id, "Detector", ModelTask.Det, null, Cancellation);
        var version = await new CreateModelVersionCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, new NewModelVersion(model, seed.Version.Id, "libtorch", "1.13.1", "{}") { StartFromWeightsId = id }, Cancellation);

        (await new ModelQueries(database.Contexts).GetVersionAsync(seed.Actor, version, Cancellation)).Version.InitFromWeightsId.Should().Be(id);
        (await queries.ListAsync(seed.Actor, seed.Project.Id, Cancellation)).Should().ContainSingle().Which.UsedBy.Should().Be(1);
        var remove = new RemoveImportedWeightsCommand(database.Contexts);
        await Refused(() => remove.ExecuteAsync(seed.Actor, id, Cancellation), "weights.in_use");
        var unused = await register.ExecuteAsync(seed.Actor, New(seed), new MemoryStream([5]), Cancellation);
        await remove.ExecuteAsync(seed.Actor, unused, Cancellation);
        await Refused(() => queries.GetAsync(seed.Actor, unused, Cancellation), "not_found");
    }

    [Theory, EveryDatabase]
    public async Task Weights_OfAnotherDepartmentOrProject_AreNotFoundOrRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        using var folder = new TemporaryFolder();
        var (seed, other) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        await seed.FreezeAsync(database);
        await using var db = database.Open();
        var (admin, analyst) = (await seed.AddMemberAsync(db, UserRole.Admin), await seed.AddMemberAsync(db, UserRole.Analyst));
        var register = Register(database, folder);
        var queries = new ImportedWeightsQueries(database.Contexts);
        var foreign = await register.ExecuteAsync(other.Actor, New(other), new MemoryStream([1]), Cancellation);

        await Refused(() => queries.GetAsync(seed.Actor, foreign, Cancellation), "not_found");
        await Refused(() => queries.ListAsync(seed.Actor, other.Project.Id, Cancellation), "not_found");
        await Refused(() => register.ExecuteAsync(seed.Actor, New(other), new MemoryStream([2]), Cancellation), "not_found");
        await Refused(() => register.ExecuteAsync(analyst, New(seed), new MemoryStream([2]), Cancellation), "access.denied");
        await Refused(() => new RemoveImportedWeightsCommand(database.Contexts).ExecuteAsync(seed.Actor, foreign, Cancellation), "not_found");
        var model = await new CreateModelCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Project.Id, "Detector", ModelTask.Det, null, Cancellation);
        var launch = new CreateModelVersionCommand(database.Contexts, database.Time);
        var request = new NewModelVersion(model, seed.Version.Id, "libtorch", "1.13.1", "{}") { StartFromWeightsId = foreign };
        await Refused(() => launch.ExecuteAsync(seed.Actor, request, Cancellation), "not_found");
        await Refused(() => launch.ExecuteAsync(admin, request, Cancellation), "weights.other_project");
    }

    private static NewImportedWeights New(Seed seed) => new(seed.Project.Id, "RTMDet", "rtmdet.pth", "Apache-2.0", WeightFormat.PyTorch, """{"source":"rtmDet"}""");

    private static RegisterImportedWeightsCommand Register(TestDatabase database, TemporaryFolder folder) => new(database.Contexts, new LocalBlobStore(folder.Path, database.Time), new(database.Contexts, database.Time), database.Time);

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
