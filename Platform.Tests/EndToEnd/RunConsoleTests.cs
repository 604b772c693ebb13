using System.Text.Json;
using Platform.Web.CommandLine;

namespace Platform.Tests.EndToEnd;

/// <summary>Trainings from the command line, without the platform and beside it.</summary>
public sealed class RunConsoleTests : EndToEndTest
{
    private const string Version = "Blood cells/Smears/v1";

    [Fact]
    public async Task Commands_WithoutThePlatform_TrainScoreAndRepeatHere()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var (project, _) = await KilledTrainingTests.PrepareAsync(api);
        await Server.StopAsync();
        var recipe = WriteRecipe(epochs: 4);

        var trained = await Server.RunConsoleAsync("train", "--project", "Blood cells", "--dataset-version", "Smears/v1", "--recipe", recipe, "--json");
        trained.Code.Should().Be(ExitCode.Done, trained.Text);
        var run = JsonDocument.Parse(trained.Text).RootElement;
        run.GetProperty("state").GetString().Should().Be("completed");
        run.GetProperty("modelName").GetString().Should().Be("Cell finder", "the project's model of the task gets a new version");
        var id = run.GetProperty("id").GetString()!;

        var listed = await Server.RunConsoleAsync("runs", "list", "--project", "Blood cells", "--state", "completed", "--json");
        JsonDocument.Parse(listed.Text).RootElement.EnumerateArray().Select(item => item.GetProperty("id").GetString()).Should().Equal(id);
        (await Server.RunConsoleAsync("runs", "show", id[..18])).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Done && answer.Text.Contains("final-0004.safetensors"));

        var again = await Server.RunConsoleAsync("runs", "reproduce", "last");
        again.Code.Should().Be(ExitCode.Done, again.Text);
        again.Text.Should().Contain("The losses of all 4 epochs are the same");

        var scored = await Server.RunConsoleAsync("evaluate", "--model", "Blood cells/Cell finder", "--dataset-version", Version, "--split", "val", "--json");
        scored.Code.Should().Be(ExitCode.Done, scored.Text);
        JsonDocument.Parse(scored.Text).RootElement.GetProperty("split").GetString().Should().Be("val");

        (await Server.RunConsoleAsync("runs", "pause", "last")).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("can be paused"));
        (await Server.RunConsoleAsync("runs", "show", "ffff")).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("runs list"));
        (await Server.RunConsoleAsync("train", "--dataset-version", Version, "--recipe", "nowhere.json")).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("no file"));
        File.WriteAllText(recipe, """{"epochs":0}""");
        (await Server.RunConsoleAsync("train", "--dataset-version", Version, "--recipe", recipe)).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("epochs"));
        (await Server.RunConsoleAsync("train", "--project", "Nothing", "--dataset-version", "x/y")).Text.Should().Contain("The projects are: Blood cells.");

        // What the console did is there in the platform, on the page's terms.
        await Server.StartAgainAsync();
        var runs = await api.GetAsync($"/api/runs?projectId={project.ProjectId}");
        runs.EnumerateArray().Select(item => item.GetProperty("state").GetString()).Should().Equal("completed", "completed");
        (await api.GetAsync($"/api/model-versions/{id}")).GetProperty("evaluations").GetArrayLength().Should().BeInRange(2, 3);
    }

    [Fact]
    public async Task Commands_BesideThePlatform_AreDoneByIt()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        await KilledTrainingTests.PrepareAsync(api);
        var recipe = WriteRecipe(epochs: 3000);

        var launched = await Server.RunConsoleAsync("train", "--dataset-version", Version, "--recipe", recipe, "--json");
        launched.Code.Should().Be(ExitCode.Done, launched.Text);
        var id = JsonDocument.Parse(launched.Text).RootElement.GetProperty("runId").GetString()!;
        await Eventually.HoldsAsync(() => api.GetAsync($"/api/runs/{id}"), run => run.GetProperty("epoch").GetInt32() >= 2, "the second epoch");
        (await Server.RunConsoleAsync("runs", "list")).Text.Should().Contain("running", "a look from outside takes no run for dead");
        (await Server.RunConsoleAsync("runs", "pause", id)).Code.Should().Be(ExitCode.Done);
        await Eventually.HoldsAsync(() => api.GetAsync($"/api/runs/{id}"), run => run.GetProperty("state").GetString() == "paused", "the pause");
        (await Server.RunConsoleAsync("runs", "watch", id)).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.NotCompleted && answer.Text.Contains("paused"));

        using var resumed = Server.StartConsole("runs", "resume", id, "--wait");
        _ = resumed.StandardOutput.ReadToEndAsync(Cancellation);
        await Eventually.HoldsAsync(() => api.GetAsync($"/api/runs/{id}"), run => run.GetProperty("state").GetString() == "running", "the resume");
        (await Server.RunConsoleAsync("runs", "stop", id)).Code.Should().Be(ExitCode.Done);
        await resumed.WaitForExitAsync(Cancellation);
        resumed.ExitCode.Should().Be(ExitCode.Done);
        (await api.GetAsync($"/api/runs/{id}")).GetProperty("message").GetString().Should().StartWith("Stopped early");
        (await Server.RunConsoleAsync("runs", "cancel", id)).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("nothing to cancel"));
    }

    [Fact]
    public async Task Training_OfAConsole_ObeysAnotherConsoleAndIsNotTakenByThePlatform()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        await KilledTrainingTests.PrepareAsync(api);
        await Server.StopAsync();
        using var training = Server.StartConsole("train", "--dataset-version", Version, "--recipe", WriteRecipe(epochs: 3000));
        _ = training.StandardOutput.ReadToEndAsync(Cancellation);
        await EpochAsync("running");

        (await Server.Invoking(server => server.StartAgainAsync()).Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("Another process of the platform works on");
        (await Server.RunConsoleAsync("runs", "reproduce", "last")).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("A console trains"));
        (await Server.RunConsoleAsync("runs", "pause", "last")).Code.Should().Be(ExitCode.Done);
        await training.WaitForExitAsync(Cancellation);
        training.ExitCode.Should().Be(ExitCode.NotCompleted);
        var shown = JsonDocument.Parse((await Server.RunConsoleAsync("runs", "show", "last", "--json")).Text).RootElement;
        shown.GetProperty("run").GetProperty("state").GetString().Should().Be("paused");

        // A console that is interrupted saves the step under way.
        using var resumed = Server.StartConsole("runs", "resume", "last");
        var said = resumed.StandardOutput.ReadToEndAsync(Cancellation);
        await EpochAsync("running");

        // Not -INT, which a process that a script started in the background never hears.
        using (var interrupt = System.Diagnostics.Process.Start("kill", ["-TERM", $"{resumed.Id}"]))
        {
            await resumed.WaitForExitAsync(Cancellation);
        }

        resumed.ExitCode.Should().Be(ExitCode.Stopped, await said);
        var ended = JsonDocument.Parse((await Server.RunConsoleAsync("runs", "show", "last", "--json")).Text).RootElement;
        ended.GetProperty("run").GetProperty("state").GetString().Should().Be("interrupted");
        ended.GetProperty("checkpoints").EnumerateArray().Last().GetProperty("kind").GetString().Should().BeOneOf("rolling", "interval");

        async Task EpochAsync(string state) => await Eventually.HoldsAsync(
            () => Task.FromResult(ReadRun()), run => run.ValueKind == JsonValueKind.Object && run.GetProperty("state").GetString() == state && run.GetProperty("epoch").GetInt32() >= 1, $"an epoch of a run that is {state}");

        JsonElement ReadRun()
        {
            var path = Directory.EnumerateFiles(Path.Combine(Server.DataRoot, "runs"), "run.json", SearchOption.AllDirectories).FirstOrDefault();
            return path is null ? default : JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        }
    }

    private string WriteRecipe(int epochs)
    {
        var path = Path.Combine(Server.DataRoot, "recipe.json");
        var recipe = new { width = 0.1, imageSize = 64, epochs, batchSize = 2, threads = 1, reporting = new { logInterval = 1, sampleInterval = 0, validationInterval = 10 } };
        File.WriteAllText(path, JsonSerializer.Serialize(recipe));
        return path;
    }
}
