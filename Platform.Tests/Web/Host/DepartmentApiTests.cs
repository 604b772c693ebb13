using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Departments;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Model;
using Platform.Core.People.Model;
using Platform.Tests.Support;
using Platform.Training.Runs;
using Platform.Training.Runs.Queries;

namespace Platform.Tests.Web.Host;

/// <summary>Quotas and moves over HTTP, with a run that is under way.</summary>
public sealed class DepartmentApiTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private PlatformHost _host = null!;
    private Seed _from = null!;
    private Seed _to = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        (_from, _to) = (await Seed.AddAsync(_database, "One"), await Seed.AddAsync(_database, "Two"));
        await _from.FreezeAsync(_database);
        _host = PlatformHost.On(_database);
        await _host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Quotas_Used_RefuseUploadsLaunchesAndResumesWithWords()
    {
        await using var db = _database.Open();
        using var admin = await _host.ClientOfAsync(await _from.AddMemberAsync(db, UserRole.Admin));
        using var manager = await _host.ClientOfAsync(_from.Actor);
        var (draft, _) = await _from.AddDraftAsync(db);
        db.Add(new Core.Datasets.Model.DatasetSplit(_from.NewId(), draft.Id, Core.Datasets.Model.SplitKind.Unassigned, 0, _database.Time.UtcNow));
        await db.SaveChangesAsync(Cancellation);
        var model = await _from.AddModelVersionAsync(_database);
        var run = AddRun(model.Id, model.ModelId, RunState.Paused);
        (await admin.PutAsJsonAsync($"/api/departments/{_from.Department.Id}/quotas", new { storageBytes = 50, trainingHours = 1 }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await _host.Get<RecordTrainingUseCommand>().ExecuteAsync(Core.Access.Actor.Platform, run, _from.Project.Id, TrainingUseDevice.Cpu, 3600, Cancellation);

        var upload = await CodeOf(await manager.PostAsync($"/api/dataset-versions/{draft.Id}/assets", new MultipartFormDataContent { { new ByteArrayContent(HeaderCodec.Png(9, 9, "x")), "file", "x.png" } }, Cancellation));
        var launch = await CodeOf(await manager.PostAsJsonAsync("/api/runs", new { modelId = model.ModelId, datasetVersionId = _from.Version.Id }, Cancellation));
        var resume = await CodeOf(await manager.PostAsync($"/api/runs/{run}/resume", null, Cancellation));
        var standing = await manager.GetFromJsonAsync<JsonElement>($"/api/departments/{_from.Department.Id}", Cancellation);
        var usage = await manager.GetFromJsonAsync<JsonElement>($"/api/departments/{_from.Department.Id}/usage", Cancellation);

        (upload, launch, resume).Should().Be((("quota.storage", 422), ("quota.training", 422), ("quota.training", 422)));
        standing.GetProperty("trainingHours").GetDouble().Should().Be(1);
        standing.GetProperty("quotas").GetProperty("storageBytes").GetInt64().Should().Be(50);
        usage.GetProperty("months").EnumerateArray().Last().GetProperty("cpuHours").GetDouble().Should().Be(1);
        _host.Get<RunBoard>().Get(run).State.Should().Be(RunState.Paused);
    }

    [Fact]
    public async Task Project_MovedDuringATraining_TakesTheRunWithIt()
    {
        await using var db = _database.Open();
        using var admin = await _host.ClientOfAsync(await _from.AddMemberAsync(db, UserRole.Admin));
        using var loser = await _host.ClientOfAsync(_from.Actor);
        using var winner = await _host.ClientOfAsync(_to.Actor);
        var model = await _from.AddModelVersionAsync(_database);
        var run = AddRun(model.Id, model.ModelId, RunState.Queued);
        var move = $"/api/departments/{_to.Department.Id}/moves/projects/{_from.Project.Id}";
        var watching = _host.Get<RunQueries>().Watch(_from.Actor, run, 0, Cancellation).CountAsync(Cancellation).AsTask();

        var review = await admin.GetFromJsonAsync<JsonElement>(move, Cancellation);
        (await admin.PostAsJsonAsync(move, new { token = review.GetProperty("token").GetString() }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        review.GetProperty("work").EnumerateArray().Should().ContainSingle().Which.GetProperty("kind").GetString().Should().Be("training");
        (await loser.GetAsync($"/api/runs/{run}", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await loser.GetAsync($"/api/projects/{_from.Project.Id}", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await winner.GetAsync($"/api/runs/{run}", Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
        _host.Get<RunBoard>().Get(run).State.Should().Be(RunState.Queued, "nothing that runs or waits is broken off");
        _host.Get<RunBoard>().Publish(run, RunLines.Of("trained"));
        (await watching).Should().BeLessThan(2, "who watched it loses sight with the next event");
    }

    [Fact]
    public async Task Run_OfAProjectThatMovedUnseen_FollowsAtTheNextStart()
    {
        var model = await _from.AddModelVersionAsync(_database);
        var run = AddRun(model.Id, model.ModelId, RunState.Paused);
        await _database.ExecuteAsync($"UPDATE project SET department_id = {_to.Department.Id} WHERE id = {_from.Project.Id}");

        await _host.Get<RunDepartments>().SynchroniseAsync(Cancellation);

        _host.Get<RunQueries>().List(_to.Actor).Should().ContainSingle().Which.Id.Should().Be(run);
        _host.Get<RunQueries>().List(_from.Actor).Should().BeEmpty();
    }

    [Fact]
    public async Task Manager_DeactivatedWithASuccessor_OverHttp()
    {
        await using var db = _database.Open();
        using var admin = await _host.ClientOfAsync(await _from.AddMemberAsync(db, UserRole.Admin));
        var heir = await _from.AddMemberAsync(db, UserRole.Researcher);
        var path = $"/api/departments/{_from.Department.Id}/members/{_from.Manager.Id}/active";

        (await CodeOf(await admin.PutAsJsonAsync(path, new { active = false }, Cancellation))).Should().Be(("department.successor_needed", 422));
        (await CodeOf(await admin.PutAsJsonAsync($"/api/departments/{_to.Department.Id}/members/{_from.Manager.Id}/active", new { active = false, successorId = heir.UserId }, Cancellation))).Should().Be(("not_found", 404));
        (await admin.PutAsJsonAsync(path, new { active = false, successorId = heir.UserId }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await admin.PutAsJsonAsync($"/api/departments/{_to.Department.Id}/manager", new { userId = _to.Manager.Id }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        var cards = await admin.GetFromJsonAsync<JsonElement>("/api/departments/usage", Cancellation);
        cards.EnumerateArray().Select(card => card.GetProperty("managerUserId").GetGuid()).Should().Equal(heir.UserId, _to.Manager.Id);
        cards[0].GetProperty("assetsAdded").GetArrayLength().Should().Be(UsageMonth.Shown);
    }

    private Guid AddRun(Guid runId, Guid modelId, RunState state)
    {
        _host.Get<RunBoard>().Add(new RunRecord
        {
            Id = runId, ProjectId = _from.Project.Id, DepartmentId = _from.Department.Id, ModelId = modelId, ModelName = "Detector", DatasetVersionId = _from.Version.Id, DatasetName = "d", DatasetSha256 = "",
            LaunchedBy = _from.Manager.Id, LaunchedByName = "n", CreatedAt = DateTimeOffset.UnixEpoch, Recipe = [], TrainOnValidation = false, State = state,
        });
        return runId;
    }

    private static async Task<(string? Code, int Status)> CodeOf(HttpResponseMessage response)
    {
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return (problem.GetProperty("code").GetString(), (int)response.StatusCode);
    }
}
