using System.Text.Json;
using Platform.Tests.Training.Weights;
using Platform.Training.Models;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Tests.EndToEnd;

/// <summary>From a file of weights to a model that started from it, over the HTTP interface alone.</summary>
public sealed class ImportedWeightsTests : EndToEndTest
{
    private const double Width = 0.0625;
    private const string Licence = "mmdetection, Apache-2.0";

    [Fact]
    public async Task Training_FromImportedWeights_SaysBeforeAndAfterWhatItTook()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var pictures = Pictures.Take(10);
        var project = await ApiProject.CreateAsync(api, pictures);
        await project.FreezeAsync(api, pictures);
        var model = await project.CreateModelAsync(api);
        var weights = ApiProject.Id(await SendAsync(api, project, "elsewhere.safetensors", OtherWeights()));
        var listed = (await api.GetAsync($"/api/projects/{project.ProjectId}/imported-weights"))[0];
        listed.GetProperty("licence").GetString().Should().Be(Licence);
        listed.GetProperty("sha256").GetString().Should().HaveLength(64);
        listed.GetProperty("contents").GetString().Should().Contain("\"source\":\"own\"");

        var recipe = new { width = Width, imageSize = 64, epochs = 1, batchSize = 4 };
        var report = await api.PostAsync($"/api/imported-weights/{weights}/start-report", new { modelId = model, datasetVersionId = project.VersionId, recipe });
        report.GetProperty("matched").GetArrayLength().Should().BeGreaterThan(300);
        report.GetProperty("mismatched").GetArrayLength().Should().Be(6);
        report.GetProperty("skipped").EnumerateArray().Should().Contain(item => item.GetProperty("reason").GetString() == "otherClasses");

        var run = (await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = project.VersionId, recipe, startFromWeightsId = weights })).GetProperty("runId").GetGuid();
        var story = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);
        RunEvents.State(story[^1]).Should().Be("completed", story[^1].GetRawText());
        var log = string.Join('\n', story.Select(happened => happened.GetRawText()));
        log.Should().Contain(Licence).And.Contain("head.reg_preds.0.weight").And.Contain("head.cls_preds.0.weight").And.Contain("extra.weight");
        (await api.GetAsync($"/api/runs/{run}")).GetProperty("startsFrom").GetProperty("weightsId").GetGuid().Should().Be(weights);
        (await api.GetAsync($"/api/model-versions/{run}")).GetProperty("version").GetProperty("initFromWeightsId").GetGuid().Should().Be(weights);
        await RefusedAsync(() => api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = project.VersionId, recipe = new { size = "nano" }, startFromWeightsId = Guid.CreateVersion7() }), "not_found");
    }

    [Fact]
    public async Task Import_OfWhatIsMoreThanWeights_IsRefusedAndNotStored()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1));
        var hostile = PickleText.Archive(new PickleText().Global("os", "system").Op("(").Text("id").Op("tR").Stop()).ToArray();

        await RefusedAsync(() => SendAsync(api, project, "owned.pth", hostile), "weights.refused");
        await RefusedAsync(() => SendAsync(api, project, "picture.pt", "GIF89a, not weights"u8.ToArray()), "weights.refused");

        (await api.GetAsync($"/api/projects/{project.ProjectId}/imported-weights")).GetArrayLength().Should().Be(0);
    }

    // A network of four classes and shorter box sides, with a tensor that no network has.
    private static byte[] OtherWeights()
    {
        using var scope = NewDisposeScope();
        using var detector = new Detector(new DetectorArchitecture { Width = Width, Depth = 0.167, ClassCount = 4, RegMax = 8 });
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, new Dictionary<string, Tensor>(detector.state_dict()) { ["extra.weight"] = ones(3) });
        return stream.ToArray();
    }

    private static Task<JsonElement> SendAsync(ApiClient api, ApiProject project, string name, byte[] bytes) =>
        api.UploadAsync($"/api/projects/{project.ProjectId}/imported-weights?licence={Uri.EscapeDataString(Licence)}", [(name, bytes)]);

    private static async Task RefusedAsync(Func<Task> action, string code) => (await action.Should().ThrowAsync<ApiRefusal>()).Which.Code.Should().Be(code);
}
