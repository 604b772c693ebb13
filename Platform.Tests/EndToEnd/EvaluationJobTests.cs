using System.Text.Json;

namespace Platform.Tests.EndToEnd;

/// <summary>Scoring in the background, by the HTTP interface, with a server that dies in the middle.</summary>
public sealed class EvaluationJobTests : EndToEndTest
{
    [Fact]
    public async Task Evaluation_OfAKilledServer_IsOnRecordOnceAfterItsNextStart()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var pictures = Pictures.Take(10);
        var project = await ApiProject.CreateAsync(api, pictures);
        await project.FreezeAsync(api, pictures);
        var model = await project.CreateModelAsync(api);
        var run = await project.LaunchAsync(api, model, epochs: 1);
        RunEvents.State(await RunEvents.ReadAsync(api, run, Cancellation).LastAsync(Cancellation)).Should().Be("completed");
        var version = $"/api/model-versions/{run}";
        (await EvaluationsAsync(api, version)).Should().HaveCount(2, "the training scored val and test");

        var started = await api.PostAsync($"{version}/evaluation-jobs", new { datasetVersionId = project.VersionId, split = "train" });
        await Server.KillAsync();
        await Server.StartAgainAsync();

        await Eventually.HoldsAsync(() => EvaluationsAsync(api, version), all => all.Count == 3, "the scores asked for before the kill");
        var train = (await EvaluationsAsync(api, version)).Single(evaluation => evaluation.GetProperty("split").GetString() == "train");
        train.GetProperty("id").GetGuid().Should().Be(started.GetProperty("id").GetGuid());
        await Eventually.HoldsAsync(async () => (await api.GetAsync($"{version}/evaluation-jobs")).EnumerateArray().ToList(), jobs => jobs.All(job => job.GetProperty("state").GetString() == "done"), "its job to end");
        JsonDocument.Parse(train.GetProperty("details").GetString()!).RootElement.GetProperty("context").GetProperty("mapping").ValueKind.Should().Be(JsonValueKind.Null, "the ontology is the one that was learnt");

        var sets = (await api.GetAsync($"/api/projects/{project.ProjectId}/leaderboard")).EnumerateArray().Select(set => set.GetProperty("split").GetString());
        sets.Should().BeEquivalentTo("train", "val", "test");
        var row = (await api.GetAsync($"/api/projects/{project.ProjectId}/leaderboard/{project.VersionId}/train"))[0];
        row.GetProperty("modelVersionId").GetGuid().Should().Be(run);
        row.GetProperty("seenImages").GetInt32().Should().Be(6, "it was trained on all of them");

        // The other way waits for the scores.
        var waited = ApiProject.Id(await api.PostAsync($"{version}/evaluations", new { datasetVersionId = project.VersionId, split = "val" }));
        var validated = (await EvaluationsAsync(api, version)).Where(evaluation => evaluation.GetProperty("split").GetString() == "val").ToList();
        validated.Should().HaveCount(2).And.ContainSingle(evaluation => ApiProject.Id(evaluation) == waited);
        validated[1].GetProperty("map5095").GetDouble().Should().BeApproximately(validated[0].GetProperty("map5095").GetDouble(), 1e-6, "it is the same model on the same images");

        (await api.Invoking(client => client.PostAsync($"{version}/evaluation-jobs", new { datasetVersionId = project.VersionId, split = "unassigned" })).Should().ThrowAsync<ApiRefusal>())
            .Which.Code.Should().Be("evaluate.empty_split");
    }

    private static async Task<List<JsonElement>> EvaluationsAsync(ApiClient api, string version) => [.. (await api.GetAsync($"{version}/evaluations")).EnumerateArray()];
}
