using Microsoft.EntityFrameworkCore;
using Platform.Core.People.Model;
using Platform.Core.Projects.Commands;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Projects;

public sealed class ProjectTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Project_CreatedEditedDeleted_IsGone(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var create = new CreateProjectCommand(database.Contexts, database.Time);
        var id = await create.ExecuteAsync(seed.Actor, " 혈액 세포 ", "  ", null, Cancellation);
        var queries = new ProjectQueries(database.Contexts);
        (await queries.GetAsync(seed.Actor, id, Cancellation)).Should().BeEquivalentTo(new { Name = "혈액 세포", Description = (string?)null, CreatedByName = seed.Manager.Name });

        await Refused(() => create.ExecuteAsync(seed.Actor, "혈액 세포", null, null, Cancellation), "project.name_taken");
        await new EditProjectCommand(database.Contexts).ExecuteAsync(seed.Actor, id, "Blood", "cells", Cancellation);
        (await queries.GetAsync(seed.Actor, id, Cancellation)).Should().BeEquivalentTo(new { Name = "Blood", Description = "cells" });
        await new DeleteProjectCommand(database.Contexts).ExecuteAsync(seed.Actor, id, Cancellation);

        await Refused(() => queries.GetAsync(seed.Actor, id, Cancellation), "not_found");
    }

    [Theory, EveryDatabase]
    public async Task Project_Listed_CountsWhatItHolds(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var (draft, train) = await seed.AddDraftAsync(db);
        db.Add(seed.NewAsset(draft.Id, train.Id, 'a'));
        await db.SaveChangesAsync(Cancellation);

        var project = (await new ProjectQueries(database.Contexts).ListAsync(seed.Actor, Cancellation)).Single();

        project.Should().BeEquivalentTo(new { DatasetCount = 1, AssetCount = 1, AnnotationCount = 1, ModelCount = 0, DepartmentName = "Vision" });
    }

    [Theory, EveryDatabase]
    public async Task Covers_Listed_AreTheFirstAssetsOfTheNewestVersionThatHoldsAny(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        database.Time.Advance(TimeSpan.FromMinutes(1));
        var (draft, train) = await seed.AddDraftAsync(db);
        var assets = "abcde".Select(letter => seed.NewAsset(draft.Id, train.Id, letter)).ToList();
        db.AddRange(assets);
        await db.SaveChangesAsync(Cancellation);
        var first = await db.Assets.Where(asset => asset.DatasetVersionId == draft.Id).OrderBy(asset => asset.Id).Select(asset => asset.Id).Take(4).ToListAsync(Cancellation);
        var queries = new ProjectCoverQueries(database.Contexts);

        var covers = await queries.ListAsync(seed.Actor, Cancellation);
        var foreign = await queries.ListAsync((await Seed.AddAsync(database, "Audio")).Actor, Cancellation);

        covers.Should().ContainSingle();
        covers[seed.Project.Id].Should().Equal(first).And.NotContain(seed.Asset.Id);
        foreign.Should().NotContainKey(seed.Project.Id);
    }

    [Theory, EveryDatabase]
    public async Task Project_ThatHoldsSomething_SaysWhatWhenDeleted(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        var delete = () => new DeleteProjectCommand(database.Contexts).ExecuteAsync(seed.Actor, seed.Project.Id, Cancellation);

        (await delete.Should().ThrowAsync<DomainRuleException>()).WithMessage("*1 datasets, 1 ontology versions*").Which.Code.Should().Be("project.referenced");
    }

    [Theory, EveryDatabase]
    public async Task Project_CreatedByAnalyst_IsDenied(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var analyst = await seed.AddMemberAsync(db, UserRole.Analyst);

        await Refused(() => new CreateProjectCommand(database.Contexts, database.Time).ExecuteAsync(analyst, "x", null, null, Cancellation), "access.denied");
        await Refused(() => new EditProjectCommand(database.Contexts).ExecuteAsync(analyst, seed.Project.Id, "x", null, Cancellation), "access.denied");
    }

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
