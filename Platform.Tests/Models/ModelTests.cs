using Platform.Core.Datasets.Model;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.People.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Models;

public sealed class ModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Version_TrainedEvaluatedRegistered_ShowsEverything(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var modelId = await CreateModelAsync(database, seed);
        var versionId = await LaunchAsync(database, seed, modelId, null);
        var freeze = new FreezeModelVersionCommand(database.Contexts);
        await Refused(() => freeze.ExecuteAsync(seed.Actor, versionId, "{}", Cancellation), "model_version.no_artifact");
        var artifactId = await RegisterAsync(database, seed, versionId, ArtifactFormat.Ckpt);
        await new RecordEvaluationCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, new NewEvaluation(versionId, seed.Version.Id, SplitKind.Test, 0.8, 0.7, 0.9, 0.85, 0.5, """{"classes":[]}"""), Cancellation);
        await freeze.ExecuteAsync(seed.Actor, versionId, """{"map50":0.85}""", Cancellation);
        await RegisterAsync(database, seed, versionId, ArtifactFormat.Onnx);
        await Refused(() => freeze.ExecuteAsync(seed.Actor, versionId, "{}", Cancellation), "model_version.registered");

        database.Time.Advance(TimeSpan.FromSeconds(1));
        var childId = await LaunchAsync(database, seed, modelId, new Incremental(versionId, artifactId, """{"strategy":"rehearsal"}"""));

        var queries = new ModelQueries(database.Contexts);
        (await queries.ListAsync(seed.Actor, seed.Project.Id, Cancellation)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Name = "Detector", Task = ModelTask.Det, VersionCount = 2, BestMap50 = 0.85, BestMap5095 = 0.5 });
        (await queries.VersionsAsync(seed.Actor, modelId, Cancellation)).Select(version => (version.Id, version.Number, version.ParentModelVersionId, version.IsFrozen))
            .Should().Equal((childId, 2, versionId, false), (versionId, 1, null, true));
        (await queries.ProjectVersionsAsync(seed.Actor, seed.Project.Id, Cancellation)).Select(version => version.Id).Should().Equal(childId, versionId);
        var details = await queries.GetVersionAsync(seed.Actor, versionId, Cancellation);
        details.Version.Should().BeEquivalentTo(new { DatasetName = "Images", DatasetVersionTag = "v1", OntologyVersionTag = "v1", ArtifactCount = 2, EvaluationCount = 1 });
        details.Artifacts.Select(artifact => (artifact.Format, artifact.Opset)).Should().BeEquivalentTo([(ArtifactFormat.Ckpt, (int?)null), (ArtifactFormat.Onnx, 17)]);
        details.Evaluations.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Split = SplitKind.Test, Map50 = 0.85, DatasetVersionTag = "v1" });
        (await queries.GetArtifactAsync(seed.Actor, artifactId, Cancellation)).Name.Should().Be("best.ckpt");
    }

    [Theory, EveryDatabase]
    public async Task Training_OnDraftOrForeignData_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await other.FreezeAsync(database);
        await using var db = database.Open();
        var admin = await seed.AddMemberAsync(db, UserRole.Admin);
        var analyst = await seed.AddMemberAsync(db, UserRole.Analyst);
        var modelId = await CreateModelAsync(database, seed);
        var launch = new CreateModelVersionCommand(database.Contexts, database.Time);
        var request = new NewModelVersion(modelId, seed.Version.Id, "libtorch", "1.13.1", "{}");

        await Refused(() => launch.ExecuteAsync(seed.Actor, request, Cancellation), "training.draft_dataset");
        await Refused(() => launch.ExecuteAsync(seed.Actor, request with { TrainingDataVersionId = other.Version.Id }, Cancellation), "not_found");
        await Refused(() => launch.ExecuteAsync(admin, request with { TrainingDataVersionId = other.Version.Id }, Cancellation), "training.other_project");
        await seed.FreezeAsync(database);
        await Refused(() => launch.ExecuteAsync(analyst, request, Cancellation), "access.denied");
        await Refused(() => launch.ExecuteAsync(seed.Actor, request with { TrainingConfig = "[]" }, Cancellation), "json.object");
    }

    [Theory, EveryDatabase]
    public async Task Training_FromWrongWeights_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var modelId = await CreateModelAsync(database, seed);
        var parent = await LaunchAsync(database, seed, modelId, null);
        var onnx = await RegisterAsync(database, seed, parent, ArtifactFormat.Onnx);
        var foreign = await seed.AddModelVersionAsync(database, "Other");
        var foreignWeights = await RegisterAsync(database, seed, foreign.Id, ArtifactFormat.Ckpt);

        await Refused(() => LaunchAsync(database, seed, modelId, new Incremental(parent, onnx, "{}")), "training.init_artifact");
        await Refused(() => LaunchAsync(database, seed, modelId, new Incremental(parent, foreignWeights, "{}")), "training.init_artifact");
        await Refused(() => LaunchAsync(database, seed, modelId, new Incremental(foreign.Id, foreignWeights, "{}")), "training.other_parent");
    }

    [Theory, EveryDatabase]
    public async Task Model_SameNameInProject_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await CreateModelAsync(database, seed);

        await Refused(() => CreateModelAsync(database, seed), "model.name_taken");
    }

    private static Task<Guid> CreateModelAsync(TestDatabase database, Seed seed) =>
        new CreateModelCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Project.Id, "Detector", ModelTask.Det, null, Cancellation);

    private static Task<Guid> LaunchAsync(TestDatabase database, Seed seed, Guid modelId, Incremental? from) =>
        new CreateModelVersionCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, new NewModelVersion(modelId, seed.Version.Id, "libtorch", "1.13.1", """{"epochs":2}""") { From = from }, Cancellation);

    private static Task<Guid> RegisterAsync(TestDatabase database, Seed seed, Guid versionId, ArtifactFormat format) =>
        new RegisterArtifactCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor,
            new NewArtifact(versionId, $"best.{EnumText<ArtifactFormat>.ToText(format)}", format, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, "file:best", new string('b', 64), 10)
            {
                Onnx = format == ArtifactFormat.Onnx ? (17, 8) : null,
            },
            Cancellation);

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
