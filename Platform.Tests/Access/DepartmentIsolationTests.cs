using Platform.Core.Access;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Projects.Commands;
using Platform.Core.Projects.Queries;
using Platform.Core.Reviews;
using Platform.Core.Reviews.Commands;
using Platform.Core.Reviews.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Access;

/// <summary>Somebody who guessed every id of another department still finds nothing there.</summary>
public sealed class DepartmentIsolationTests
{
    [Theory, EveryDatabase]
    public async Task GuessedIds_OfAnotherDepartment_AreNotFound(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "Victim");
        var comment = await new AddCommentCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Asset.Id, new NewComment("x"), TestContext.Current.CancellationToken);
        await seed.FreezeAsync(database);
        var modelVersion = await seed.AddModelVersionAsync(database);
        var stranger = (await Seed.AddAsync(database, "Stranger")).Actor;

        foreach (var guess in Guesses(database, seed, modelVersion, stranger).Concat(ReviewGuesses(database, seed, comment, stranger)))
        {
            await guess.Should().ThrowAsync<NotFoundException>();
        }
    }

    [Theory, EveryDatabase]
    public async Task Lists_ShowTheOwnDepartmentAndEverythingToAdministrators(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var one = await Seed.AddAsync(database, "One");
        var two = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var admin = await one.AddMemberAsync(db, UserRole.Admin);
        var cancellation = TestContext.Current.CancellationToken;
        var projects = new ProjectQueries(database.Contexts);

        (await projects.ListAsync(one.Actor, cancellation)).Select(project => project.Id).Should().Equal(one.Project.Id);
        (await projects.ListAsync(two.Actor, cancellation)).Select(project => project.Id).Should().Equal(two.Project.Id);
        (await projects.ListAsync(admin, cancellation)).Select(project => project.Id).Should().BeEquivalentTo([one.Project.Id, two.Project.Id]);
        (await new PeopleQueries(database.Contexts).DepartmentsAsync(two.Actor, cancellation)).Should().ContainSingle().Which.Name.Should().Be("Two");
    }

    private static IEnumerable<Func<Task>> ReviewGuesses(TestDatabase database, Seed seed, CommentView comment, Actor stranger)
    {
        var (contexts, time, cancellation) = (database.Contexts, database.Time, TestContext.Current.CancellationToken);
        yield return () => new CommentQueries(contexts).ListAsync(stranger, seed.Asset.Id, cancellation);
        yield return () => new AddCommentCommand(contexts, time).ExecuteAsync(stranger, seed.Asset.Id, new NewComment("x"), cancellation);
        yield return () => new SettleCommentCommand(contexts, time).ExecuteAsync(stranger, comment.Id, true, cancellation);
        yield return () => new DeleteCommentCommand(contexts).ExecuteAsync(stranger, comment.Id, cancellation);
        yield return () => new SetWorkStateCommand(contexts, time).ExecuteAsync(stranger, seed.Asset.Id, WorkState.Done, null, null, cancellation);
        yield return () => new SetWorkStateCommand(contexts, time).ExecuteAsync(stranger, seed.Version.Id, [seed.Asset.Id], WorkState.Done, null, cancellation);
        yield return () => new AssignAssetsCommand(contexts).ExecuteAsync(stranger, seed.Version.Id, [seed.Asset.Id], stranger.UserId, cancellation);
        yield return () => new WorkQueries(contexts).CountAsync(stranger, seed.Version.Id, cancellation);
        yield return () => new QueueLeadQueries(contexts).FindAsync(stranger, seed.Asset.Id, AssetOrder.RareClasses, cancellation);
        yield return () => new WorkQueries(contexts).GetPulseAsync(stranger, seed.Asset.Id, cancellation);
        yield return () => new LeakQueries(contexts).ReportAsync(stranger, seed.Version.Id, cancellation);
        yield return () => new StatisticsQueries(contexts).GetAsync(stranger, seed.Version.Id, cancellation);
        yield return () => new VersionDiffQueries(contexts).SummariseAsync(stranger, seed.Version.Id, seed.Version.Id, cancellation);
        yield return () => new VersionDiffQueries(contexts).ListAsync(stranger, seed.Version.Id, seed.Version.Id, null, null, 1, cancellation);
        yield return () => new AssetFacetQueries(contexts).GetAsync(stranger, seed.Version.Id, cancellation);
        yield return () => new AssetFacetQueries(contexts).CountAnnotationsAsync(stranger, seed.Version.Id, [seed.Asset.Id], cancellation);
        yield return () => new AssetQueries(contexts).ListWindowAsync(stranger, seed.Version.Id, new AssetFilter(), 0, 1, cancellation);
        yield return () => new AssetQueries(contexts).ListIdsAsync(stranger, seed.Version.Id, new AssetFilter(), cancellation);
        yield return () => new TagAssetsCommand(contexts).ExecuteAsync(stranger, seed.Version.Id, [seed.Asset.Id], "x", cancellation);
        yield return () => new UntagAssetsCommand(contexts).ExecuteAsync(stranger, seed.Version.Id, [seed.Asset.Id], "x", cancellation);
        yield return () => new SetGroupKeysCommand(contexts).ExecuteAsync(stranger, seed.Version.Id, new StringReader("file_name,g\na.png,1"), "g", cancellation);
        yield return () => new DemandReviewCommand(contexts).ExecuteAsync(stranger, seed.Project.Id, true, cancellation);
        yield return () => new WorkQueries(contexts).GetNextInQueueAsync(stranger, seed.Asset.Id, new AssetFilter(), null, cancellation);
        yield return () => new WorkQueries(contexts).GetProgressAsync(stranger, seed.Asset.Id, new AssetFilter(), cancellation);
        yield return () => new ExcludeFramesCommand(contexts).ExecuteAsync(stranger, seed.Asset.Id, [0], [], cancellation);
        yield return () => new DeleteAssetsCommand(contexts, time).ExecuteAsync(stranger, seed.Version.Id, [seed.Asset.Id], cancellation);
        yield return () => new RestoreAssetsCommand(contexts).ExecuteAsync(stranger, seed.Version.Id, null, cancellation);
        yield return () => new EmptyTrashCommand(contexts).ExecuteAsync(stranger, seed.Version.Id, null, cancellation);
        yield return () => new TrashQueries(contexts).ListAsync(stranger, seed.Version.Id, 0, 1, cancellation);
        yield return () => new SiblingQueries(contexts).FindAsync(stranger, seed.Asset.Id, "a", cancellation);
        yield return () => new WorkQueries(contexts).ListAssigneesAsync(stranger, seed.Version.Id, cancellation);
        yield return () => new AssetQueries(contexts).ListAroundAsync(stranger, seed.Asset.Id, new AssetFilter(), 1, 1, cancellation);
        yield return () => new AssetQueries(contexts).GetNeighboursAsync(stranger, seed.Asset.Id, new AssetFilter(), cancellation);
    }

    private static IEnumerable<Func<Task>> Guesses(TestDatabase database, Seed seed, ModelVersion modelVersion, Actor stranger)
    {
        var (contexts, time, cancellation) = (database.Contexts, database.Time, TestContext.Current.CancellationToken);
        yield return () => new ProjectQueries(contexts).GetAsync(stranger, seed.Project.Id, cancellation);
        yield return () => new EditProjectCommand(contexts).ExecuteAsync(stranger, seed.Project.Id, "x", null, cancellation);
        yield return () => new DeleteProjectCommand(contexts).ExecuteAsync(stranger, seed.Project.Id, cancellation);
        yield return () => new CreateProjectCommand(contexts, time).ExecuteAsync(stranger, "x", null, seed.Department.Id, cancellation);
        yield return () => new OntologyQueries(contexts).ListAsync(stranger, seed.Project.Id, cancellation);
        yield return () => new OntologyQueries(contexts).GetAsync(stranger, seed.Ontology.Id, cancellation);
        yield return () => new CreateOntologyVersionCommand(contexts, time).ExecuteAsync(stranger, seed.Project.Id, "x", [], cancellation);
        yield return () => new CopyOntologyVersionCommand(contexts, time).ExecuteAsync(stranger, seed.Ontology.Id, "x", cancellation);
        yield return () => new SaveLabelClassesCommand(contexts, time).ExecuteAsync(stranger, seed.Ontology.Id, [], cancellation);
        yield return () => new FreezeOntologyVersionCommand(contexts).ExecuteAsync(stranger, seed.Ontology.Id, cancellation);
        yield return () => new SetDefaultOntologyCommand(contexts).ExecuteAsync(stranger, seed.Ontology.Id, cancellation);
        yield return () => new ModelQueries(contexts).ListAsync(stranger, seed.Project.Id, cancellation);
        yield return () => new ModelQueries(contexts).GetAsync(stranger, modelVersion.ModelId, cancellation);
        yield return () => new ModelQueries(contexts).VersionsAsync(stranger, modelVersion.ModelId, cancellation);
        yield return () => new ModelQueries(contexts).ProjectVersionsAsync(stranger, seed.Project.Id, cancellation);
        yield return () => new ModelQueries(contexts).DemandAsync(stranger, modelVersion.Id, Permission.ViewProject, cancellation);
        yield return () => new ModelQueries(contexts).GetVersionAsync(stranger, modelVersion.Id, cancellation);
        yield return () => new CreateModelCommand(contexts, time).ExecuteAsync(stranger, seed.Project.Id, "x", ModelTask.Det, null, cancellation);
        yield return () => new CreateModelVersionCommand(contexts, time).ExecuteAsync(stranger, new NewModelVersion(modelVersion.ModelId, seed.Version.Id, "f", "1", "{}"), cancellation);
        yield return () => new RegisterArtifactCommand(contexts, time).ExecuteAsync(
            stranger, new NewArtifact(modelVersion.Id, "x", ArtifactFormat.Ckpt, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, "x", new string('0', 64), 1), cancellation);
        yield return () => new RecordEvaluationCommand(contexts, time).ExecuteAsync(
            stranger, new NewEvaluation(modelVersion.Id, seed.Version.Id, Core.Datasets.Model.SplitKind.Test, 0, 0, 0, 0, 0), cancellation);
        yield return () => new RecordPromotionCommand(contexts, time).ExecuteAsync(stranger, modelVersion.Id, null, null, cancellation);
        yield return () => new ModelQueries(contexts).PromotionsAsync(stranger, modelVersion.ModelId, cancellation);
        yield return () => new FreezeModelVersionCommand(contexts).ExecuteAsync(stranger, modelVersion.Id, "{}", cancellation);
        yield return () => new PeopleQueries(contexts).MembersAsync(stranger, seed.Department.Id, cancellation);
    }
}
