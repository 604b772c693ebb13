using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Trainings whose server dies in the middle of them, at moments that a seed chooses, against one that ran through on the same data.</summary>
public sealed class KilledTrainingTests : EndToEndTest
{
    private const int Epochs = 60;
    private const int Kills = 10;

    // Epochs are short here, so that ten kills fit in; nearly all of them fall between two checkpoints, some while one is written.
    private static readonly object s_recipe = new
    {
        size = "nano", width = 0.1, imageSize = 64, epochs = Epochs, batchSize = 2, threads = 1,
        reporting = new { logInterval = 1, sampleInterval = 0, validationInterval = 10, checkpointInterval = 5 },
    };

    [Fact]
    public async Task Training_KilledAtTenRandomMoments_EndsAsOneThatRanThrough()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var (project, model) = await PrepareAsync(api);
        var whole = await LaunchAsync(api, project, model);
        await EndAsync(api, whole);

        var torn = await LaunchAsync(api, project, model);
        var random = new Random(20_261);
        var lastSeen = 0L;
        for (var kill = 1; kill <= Kills; kill++)
        {
            var moment = random.Next(1, 22);
            await foreach (var happened in RunEvents.ReadAsync(api, torn, Cancellation))
            {
                RunEvents.State(happened).Should().NotBe("completed", $"kill {kill} must come before the end");
                if (happened.GetProperty("sequence").GetInt64() > lastSeen && --moment == 0)
                {
                    break;
                }
            }

            await Server.KillAsync();
            if (kill is 4 or 8)
            {
                DamageNewestCheckpoint(torn);
            }

            await Server.StartAgainAsync();
            (await api.GetAsync($"/api/runs/{torn}")).GetProperty("state").GetString().Should().Be("interrupted");
            lastSeen = (await RunEvents.ReadAsync(api, torn, Cancellation).LastAsync(Cancellation)).GetProperty("sequence").GetInt64();
            await api.PostAsync($"/api/runs/{torn}/resume");
        }

        await EndAsync(api, torn);
        var (story, expected) = (await StoryAsync(api, torn), await StoryAsync(api, whole));
        story.Losses.Should().Equal(expected.Losses, "every epoch stands there once, with the losses of the run that nobody killed");
        story.Steps.Should().Equal(expected.Steps);
        story.Metrics.Should().Equal(expected.Metrics);
        story.Resumes.Should().BeInRange(Kills / 2, Kills, "every resume is marked, but for those killed before they had a checkpoint in hand");
        story.Lines.Should().Contain(line => line.Contains("is damaged and was passed over"));
        (await ChecksumsAsync(api, torn)).Should().Equal(await ChecksumsAsync(api, whole), "the model is the same, byte by byte");
        Directory.GetFiles(CheckpointsOf(torn), "*.tmp").Should().BeEmpty();
    }

    [Fact]
    public async Task Training_PausedByThePersonAndStoppedWithTheServer_GoesOnWhereItWas()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var (project, model) = await PrepareAsync(api);
        var paused = await LaunchAsync(api, project, model);
        await ReadToEpochAsync(api, paused, 2);
        var next = await LaunchAsync(api, project, model);
        await api.PostAsync($"/api/runs/{paused}/pause");
        await StateAsync(api, paused, "paused");

        // The next one has the device now; the server is stopped under it, and the pause outlives the stop.
        await ReadToEpochAsync(api, next, 3);
        await Server.StopAsync();
        await Server.StartAgainAsync();
        (await api.GetAsync($"/api/runs/{next}")).GetProperty("state").GetString().Should().Be("interrupted");
        (await api.GetAsync($"/api/runs/{paused}")).GetProperty("state").GetString().Should().Be("paused");
        await api.PostAsync($"/api/runs/{next}/resume");
        await EndAsync(api, next);
        await api.PostAsync($"/api/runs/{paused}/resume");
        await EndAsync(api, paused);

        var (first, second) = (await StoryAsync(api, paused), await StoryAsync(api, next));
        first.Losses.Should().Equal(second.Losses).And.HaveCount(Epochs);
        first.Steps.Should().Equal(second.Steps);
        (await ChecksumsAsync(api, paused)).Should().Equal(await ChecksumsAsync(api, next));
    }

    [Fact]
    public async Task Training_StoppedEarly_RegistersItsBestEpoch()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var (project, model) = await PrepareAsync(api);
        var blind = new { modelId = model, datasetVersionId = project.VersionId, trainOnValidation = true, recipe = new { earlyStopping = new { patience = 3 } } };
        (await api.Invoking(client => client.PostAsync("/api/runs", blind)).Should().ThrowAsync<ApiRefusal>()).Which.Code.Should().Be("training.early_stopping_blind");
        var run = await LaunchAsync(api, project, model);
        await ReadToEpochAsync(api, run, 11);

        await api.PostAsync($"/api/runs/{run}/finish");
        await EndAsync(api, run);

        var ended = await api.GetAsync($"/api/runs/{run}");
        ended.GetProperty("epoch").GetInt32().Should().BeInRange(11, Epochs - 1);
        ended.GetProperty("message").GetString().Should().StartWith("Stopped early after epoch");
        var version = await api.GetAsync($"/api/model-versions/{run}");
        version.GetProperty("artifacts").GetArrayLength().Should().Be(3);
        version.GetProperty("evaluations").GetArrayLength().Should().Be(2);
        (await api.Invoking(client => client.PostAsync($"/api/runs/{run}/resume")).Should().ThrowAsync<ApiRefusal>()).Which.Code.Should().Be("runs.not_resumable");
    }

    [Fact]
    public async Task Buttons_OfTheRunPage_PauseResumeAndStopEarly()
    {
        Needs.Training();
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var (project, model) = await PrepareAsync(api);
        var run = await project.LaunchAsync(api, model, epochs: 5_000);
        await ReadToEpochAsync(api, run, 2);
        var page = browser.Page;
        await page.GotoAsync($"/projects/{project.ProjectId}/runs/{run}");
        await page.ButtonAsync("Pause");
        await Expect(page.GetByText("Paused", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("it goes on exactly there")).ToBeVisibleAsync();
        await page.ButtonAsync("Resume");
        await Expect(page.Locator("main h1 .badge")).ToHaveTextAsync("Training");
        await Expect(page.Locator(".chart-mark").First).ToBeAttachedAsync();
        await page.ButtonAsync("Stop early");
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Stop early");
        await Expect(page.GetByText("Completed", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await Expect(page.GetByText("the best epoch was kept")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Training_WithoutRoomForItsCheckpoint_HoldsStillAndGoesOnByItself()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var (project, model) = await PrepareAsync(api);
        var run = await LaunchAsync(api, project, model);

        // Folders where the files of the twentieth epoch are to be written: to the run as good as a full disk.
        string[] obstacles = [.. new[] { "last-0020", "epoch-0020", "best-0020" }.Select(name => Path.Combine(CheckpointsOf(run), name + ".safetensors.tmp"))];
        Array.ForEach(obstacles, path => Directory.CreateDirectory(path));
        await StateAsync(api, run, "waiting");
        var held = await api.GetAsync($"/api/runs/{run}");
        held.GetProperty("message").GetString().Should().Contain("The checkpoint of epoch 20 could not be written").And.Contain("free disk space");
        Array.ForEach(obstacles, Directory.Delete);
        await EndAsync(api, run);

        var again = (await api.PostAsync($"/api/runs/{run}/reproduce")).GetProperty("runId").GetGuid();
        await EndAsync(api, again);
        (await StoryAsync(api, run)).Losses.Should().Equal((await StoryAsync(api, again)).Losses).And.HaveCount(Epochs);
        (await ChecksumsAsync(api, run)).Should().Equal(await ChecksumsAsync(api, again));
    }

    internal static async Task<(ApiProject Project, Guid Model)> PrepareAsync(ApiClient api)
    {
        var pictures = Pictures.Take(10);
        var project = await ApiProject.CreateAsync(api, pictures);
        await project.FreezeAsync(api, pictures);
        return (project, await project.CreateModelAsync(api));
    }

    private static async Task<Guid> LaunchAsync(ApiClient api, ApiProject project, Guid model) =>
        (await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = project.VersionId, recipe = s_recipe })).GetProperty("runId").GetGuid();

    private static async Task ReadToEpochAsync(ApiClient api, Guid run, int epoch)
    {
        await foreach (var happened in RunEvents.ReadAsync(api, run, Cancellation))
        {
            if (RunEvents.Type(happened) == "epoch" && happened.GetProperty("epoch").GetInt32() >= epoch)
            {
                return;
            }
        }
    }

    private static async Task EndAsync(ApiClient api, Guid run)
    {
        var last = await RunEvents.ReadAsync(api, run, Cancellation).LastAsync(Cancellation);
        RunEvents.State(last).Should().Be("completed", last.GetRawText());
    }

    private static Task StateAsync(ApiClient api, Guid run, string state) =>
        Eventually.HoldsAsync(() => api.GetAsync($"/api/runs/{run}"), answer => answer.GetProperty("state").GetString() == state, $"the state {state}");

    // What the run's page draws: losses and scores of every epoch, losses of every step.
    private static async Task<Story> StoryAsync(ApiClient api, Guid run)
    {
        var events = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);
        return new Story(
            [.. Of("epoch").Select(happened => $"{happened.GetProperty("epoch")} {happened.GetProperty("losses")}")],
            [.. Of("progress").Select(happened => $"{happened.GetProperty("epoch")}/{happened.GetProperty("iteration")} {happened.GetProperty("learningRate")} {happened.GetProperty("losses")}")],
            [.. Of("epoch").Select(happened => happened.GetProperty("metrics").ToString())],
            [.. Of("log").Select(happened => happened.GetProperty("text").GetString()!)],
            Of("resumed").Count());

        IEnumerable<JsonElement> Of(string type) => events.Where(happened => RunEvents.Type(happened) == type);
    }

    private static async Task<IReadOnlyList<string>> ChecksumsAsync(ApiClient api, Guid run)
    {
        var artifacts = (await api.GetAsync($"/api/model-versions/{run}")).GetProperty("artifacts").EnumerateArray();
        return [.. artifacts.Where(artifact => artifact.GetProperty("format").GetString() == "ckpt").Select(artifact => $"{artifact.GetProperty("name")} {artifact.GetProperty("sha256")}").Order(StringComparer.Ordinal)];
    }

    private string CheckpointsOf(Guid run) => Path.Combine(Server.DataRoot, "runs", run.ToString(), "checkpoints");

    private void DamageNewestCheckpoint(Guid run)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(CheckpointsOf(run), "manifest.json")));
        var newest = manifest.RootElement.GetProperty("checkpoints").EnumerateArray().Where(entry => entry.GetProperty("kind").GetString() is "rolling" or "interval")
            .MaxBy(entry => entry.GetProperty("epoch").GetInt32()).GetProperty("file").GetString()!;
        var path = Path.Combine(CheckpointsOf(run), newest);
        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    private sealed record Story(IReadOnlyList<string> Losses, IReadOnlyList<string> Steps, IReadOnlyList<string> Metrics, IReadOnlyList<string> Lines, int Resumes);
}
