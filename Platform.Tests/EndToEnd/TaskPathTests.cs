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
        await GrowAsync(api, model, run, await LabelledShapes.FreezeMoreAsync(api, project, "star", shapeType, geometry));
        return (await AnnotateAsync(api, version, run), JsonDocument.Parse(trained.GetProperty("version").GetProperty("metrics").GetString()!).RootElement);
    }

    // A child that knows one class more, whose ontology has another order and a class that the task has no output for.
    private static async Task GrowAsync(ApiClient api, Guid model, Guid parent, Guid fresh)
    {
        string[] keys = ["square", "disc", "triangle", "star"];
        var child = await api.GetAsync($"/api/model-versions/{parent}/child?datasetVersionId={fresh}");
        child.GetProperty("info").GetProperty("classKeys").EnumerateArray().Select(key => key.GetString()).Should().Equal(keys);
        child.GetProperty("recipe").GetProperty("epochs").GetInt32().Should().Be(1);
        var run = (await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = fresh, parentModelVersionId = parent, recipe = new { epochs = 2 } })).GetProperty("runId").GetGuid();
        var story = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);
        RunEvents.State(story[^1]).Should().Be("completed", story[^1].GetRawText());
        string.Join('\n', story.Select(happened => happened.GetRawText())).Should().Contain("Growing from version 1").And.Contain("images of earlier data are shown again").And.Contain("0 missing, 0 unexpected, 0 of another shape");

        var trained = (await api.GetAsync($"/api/model-versions/{run}")).GetProperty("version");
        trained.GetProperty("parentModelVersionId").GetGuid().Should().Be(parent);
        using var info = JsonDocument.Parse(trained.GetProperty("incrementalInfo").GetString()!);
        info.RootElement.GetProperty("newClasses").EnumerateArray().Select(key => key.GetString()).Should().Equal("star");
        info.RootElement.GetProperty("pseudoScores").EnumerateObject().Select(item => item.Name).Should().Equal(keys[..3]);
        info.RootElement.GetProperty("settings").GetProperty("distillation").GetProperty("shapeWeight").GetDouble().Should().Be(1);
        var forgetting = await api.GetAsync($"/api/model-versions/{run}/forgetting");
        forgetting.GetProperty("classes").EnumerateArray().Select(item => (item.GetProperty("key").GetString(), item.GetProperty("isNew").GetBoolean())).Should().Equal(keys.Select(key => ((string?)key, key == "star")));
        forgetting.GetProperty("parentOld").ValueKind.Should().Be(JsonValueKind.Number, "test pictures have labels of old classes");

        // Scored once more, from the ontology's order.
        var scored = await api.PostAsync($"/api/model-versions/{run}/evaluations", new { datasetVersionId = fresh, split = "test" });
        scored.ValueKind.Should().Be(JsonValueKind.Object);
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
