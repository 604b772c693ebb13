using System.Text.Json;
using Platform.Tests.Training.Tasks;

namespace Platform.Tests.EndToEnd;

/// <summary>Each task from labelled pictures to a model's annotations, over the HTTP interface alone. How well they learn is tested beside each task.</summary>
public sealed class TaskPathTests : EndToEndTest
{
    [Fact]
    public async Task Classification_OfTags_EndsInTagsToReview()
    {
        var (shapes, report) = await RunAsync("cls", null, new { width = 0.1, imageSize = 64, epochs = 2, batchSize = 4 }, _ => new { });

        report.GetProperty("validation").GetProperty("top1").GetDouble().Should().BeInRange(0, 1);
        shapes.Should().HaveCount(3).And.OnlyContain(shape => shape.GetProperty("type").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Segmentation_OfPolygons_EndsInPolygonsToReview()
    {
        var recipe = new { width = 0.1, imageSize = 64, epochs = 2, batchSize = 4, segmentation = new { prototypes = 4 } };
        var (shapes, report) = await RunAsync("seg", "polygon", recipe, figure => new { rings = new[] { LabelledShapes.RingOf(figure) } });

        report.GetProperty("validation").GetProperty("mAP50").GetDouble().Should().BeInRange(0, 1);
        shapes.Should().OnlyContain(shape => shape.GetProperty("type").GetString() == "polygon");
    }

    [Fact]
    public async Task Pose_OfSkeletons_EndsInSkeletonsToReview()
    {
        var recipe = new { width = 0.1, imageSize = 64, epochs = 2, batchSize = 4, pose = new { keypointWeight = 5 } };
        var (shapes, report) = await RunAsync("pose", "keypoints", recipe, figure => new { points = LabelledShapes.SkeletonOf(figure) });

        report.GetProperty("validation").GetProperty("mAP50").GetDouble().Should().BeInRange(0, 1);
        shapes.Should().NotBeEmpty().And.OnlyContain(shape => shape.GetProperty("type").GetString() == "keypoints" && shape.GetProperty("geometry").GetProperty("points").GetArrayLength() == 9);
    }

    [Fact]
    public async Task Launch_SettingsOfAnotherTask_IsRefused()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var (project, version) = await LabelledShapes.CreateAsync(api, null, _ => new { });
        var model = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/models", new { name = "Finder", task = "cls" }));

        var refused = await api.Invoking(client => client.PostAsync("/api/runs", new { modelId = model, datasetVersionId = version, recipe = new { task = "seg" } })).Should().ThrowAsync<ApiRefusal>();

        refused.Which.Code.Should().Be("training.other_task");
    }

    private async Task<(IReadOnlyList<JsonElement> Shapes, JsonElement Metrics)> RunAsync(string task, string? shapeType, object recipe, Func<ShapePictures.Figure, object> geometry)
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var (project, version) = await LabelledShapes.CreateAsync(api, shapeType, geometry);
        var model = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/models", new { name = "Finder", task }));
        var run = (await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = version, recipe })).GetProperty("runId").GetGuid();
        var story = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);
        RunEvents.State(story[^1]).Should().Be("completed", story[^1].GetRawText());

        var trained = await api.GetAsync($"/api/model-versions/{run}");
        trained.GetProperty("artifacts").EnumerateArray().Select(artifact => artifact.GetProperty("name").GetString()).Should().BeEquivalentTo("best.safetensors", "final.safetensors", "best.onnx");
        trained.GetProperty("evaluations").GetArrayLength().Should().Be(2);
        return (await AnnotateAsync(api, version, run), JsonDocument.Parse(trained.GetProperty("version").GetProperty("metrics").GetString()!).RootElement);
    }

    // Three new pictures in a draft of their own.
    private static async Task<IReadOnlyList<JsonElement>> AnnotateAsync(ApiClient api, Guid version, Guid run)
    {
        var draft = ApiProject.Id(await api.PostAsync($"/api/dataset-versions/{version}/drafts"));
        await api.UploadAsync($"/api/dataset-versions/{draft}/assets", Enumerable.Range(500, 3).Select(number => ($"new-{number}.png", ShapePictures.Draw(number))));
        await api.PostAsync($"/api/dataset-versions/{draft}/auto-annotation", new { modelVersionId = run, onlyUnlabelled = true, minimumScore = 0.001 });
        var status = await Eventually.HoldsAsync(
            () => api.GetAsync($"/api/dataset-versions/{draft}/auto-annotation"), status => !status.GetProperty("isRunning").GetBoolean(), "the auto-annotation to end");
        var report = status.GetProperty("report");
        report.GetProperty("images").GetInt32().Should().Be(3, status.GetRawText());
        report.GetProperty("unknownClasses").GetArrayLength().Should().Be(0);

        var pending = await api.GetAsync($"/api/dataset-versions/{draft}/assets?reviewState=pending&pageSize=100");
        var shapes = new List<JsonElement>();
        foreach (var asset in pending.GetProperty("items").EnumerateArray())
        {
            shapes.AddRange((await api.GetAsync($"/api/assets/{ApiProject.Id(asset)}/annotations")).GetProperty("annotations").EnumerateArray());
        }

        shapes.Should().OnlyContain(shape => shape.GetProperty("modelVersionId").GetGuid() == run && shape.GetProperty("reviewState").GetString() == "pending");
        return shapes;
    }
}
