using System.Text.Json;
using Platform.Tests.Training.Tasks;
using Platform.Tests.Training.Tasks.Ocr;

namespace Platform.Tests.EndToEnd;

/// <summary>Models that look into boxes, from labelled pictures to boxes that they filled in, over the HTTP interface alone.</summary>
public sealed class BoxContentPathTests : EndToEndTest
{
    [Fact]
    public async Task Ocr_OfPlates_FillsTheTextOfOpenBoxesAndLeavesWhatPeopleWrote()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var pages = LinePictures.Draw(11, 48).Pages(4);
        var (project, version, classId) = await LabelledBoxes.CreateAsync(api, "plate", LabelledBoxes.TextAttribute, [.. pages.Select(page => (page.Encode(), page.Lines))]);
        var recipe = new { width = 0.125, imageSize = 128, epochs = 60, batchSize = 8, optimizer = new { learningRate = 0.004, averageDecay = 0.9 }, reporting = new { sampleInterval = 60, sampleCount = 2 } };
        var (run, story) = await TrainAsync(api, project, version, "ocr", recipe);

        story.Should().Contain(item => item.GetRawText().Contains("\"captions\""), "what was read stands beside the sample pictures");
        var metrics = JsonDocument.Parse((await api.GetAsync($"/api/model-versions/{run}")).GetProperty("version").GetProperty("metrics").GetString()!).RootElement.GetProperty("validation");
        metrics.GetProperty("char_accuracy").GetDouble().Should().BeInRange(0, 1);
        metrics.GetProperty("cer").GetDouble().Should().BeLessThan(1, "it says something");

        var draft = ApiProject.Id(await api.PostAsync($"/api/dataset-versions/{version}/drafts"));
        var fresh = LinePictures.Draw(12, 4);
        var asset = await LabelledBoxes.UploadAsync(api, draft, "fresh.png", fresh.Encode());
        var boxes = await LabelledBoxes.DrawAsync(api, asset, classId, [.. fresh.Lines.Select((line, i) => i == 0 ? line with { Text = "mine" } : line with { Text = "" })]);

        var report = await AnnotateAsync(api, draft, run, new { modelVersionId = run, minimumScore = 0.0 });

        report.GetProperty("kept").GetInt32().Should().Be(49, "48 copied boxes and one new one have a text");
        report.GetProperty("boxes").GetInt32().Should().BeGreaterThan(0);
        var items = (await api.GetAsync($"/api/assets/{asset}/annotations")).GetProperty("annotations").EnumerateArray().ToDictionary(ApiProject.Id);
        items[boxes[0]].GetProperty("attributes").GetProperty("text").GetString().Should().Be("mine");
        items[boxes[0]].GetProperty("reviewState").GetString().Should().Be("accepted");
        var filled = boxes.Skip(1).Select(id => items[id]).Where(item => item.GetProperty("reviewState").GetString() == "pending").ToList();
        filled.Should().HaveCount(report.GetProperty("boxes").GetInt32()).And.OnlyContain(item =>
            item.GetProperty("modelVersionId").GetGuid() == run && item.GetProperty("confidence").GetDouble() > 0 && item.GetProperty("source").GetString() == "human"
            && item.GetProperty("attributes").GetProperty("text").GetString() != "");
    }

    [Fact]
    public async Task Classification_OfBoxContents_SaysTheClassOfBoxesWhenAsked()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        PrintedLine BoxOf(int number)
        {
            var figure = ShapePictures.FigureOf(number);
            return new PrintedLine("", new(figure.Kind, figure.X - figure.Radius, figure.Y - figure.Radius, 2 * figure.Radius, 2 * figure.Radius));
        }

        var (project, version, classId) = await LabelledBoxes.CreateAsync(api, "square", null, [.. Enumerable.Range(0, 15).Select(number => (ShapePictures.Draw(number), (IReadOnlyList<PrintedLine>)[BoxOf(number)]))], null, "disc", "triangle");
        var (run, _) = await TrainAsync(api, project, version, "cls", new { width = 0.1, imageSize = 64, epochs = 2, batchSize = 4, classification = new { source = "boxes" } });

        var draft = ApiProject.Id(await api.PostAsync($"/api/dataset-versions/{version}/drafts"));
        var asset = await LabelledBoxes.UploadAsync(api, draft, "fresh.png", ShapePictures.Draw(501));
        var box = (await LabelledBoxes.DrawAsync(api, asset, classId, [BoxOf(501) with { Box = BoxOf(501).Box with { ClassIndex = 0 } }]))[0];

        var careful = await AnnotateAsync(api, draft, run, new { modelVersionId = run, minimumScore = 0.0 });
        (careful.GetProperty("boxes").GetInt32(), careful.GetProperty("kept").GetInt32()).Should().Be((0, 16), "people chose all of these classes");

        var bold = await AnnotateAsync(api, draft, run, new { modelVersionId = run, minimumScore = 0.0, overwrite = true });
        bold.GetProperty("kept").GetInt32().Should().Be(0);
        var items = (await api.GetAsync($"/api/assets/{asset}/annotations")).GetProperty("annotations");
        items.EnumerateArray().Single().Should().Match<JsonElement>(item => ApiProject.Id(item) == box
            && (item.GetProperty("reviewState").GetString() == "pending") == (item.GetProperty("classId").GetGuid() != classId));
        bold.GetProperty("boxes").GetInt32().Should().BeGreaterThan(0, "a network of two epochs does not agree with people everywhere");
    }

    [Fact]
    public async Task Launch_OfOcrOnBoxesWithoutText_IsRefusedWithWhatToDo()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var page = LinePictures.Draw(13, 3);
        (byte[], IReadOnlyList<PrintedLine>)[] silent = [(page.Encode(), [.. page.Lines.Select(line => line with { Text = "" })])];
        var (project, version, _) = await LabelledBoxes.CreateAsync(api, "plate", LabelledBoxes.TextAttribute, silent);
        (await RefusedAsync(api, project, version)).Should().Be("training.no_text");
        (project, version, _) = await LabelledBoxes.CreateAsync(api, "sign", null, silent);
        (await RefusedAsync(api, project, version)).Should().Be("training.no_text_attribute");
    }

    private static async Task<string?> RefusedAsync(ApiClient api, Guid project, Guid version)
    {
        var model = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/models", new { name = "Reader", task = "ocr" }));
        return (await api.Invoking(client => client.PostAsync("/api/runs", new { modelId = model, datasetVersionId = version, recipe = new { } })).Should().ThrowAsync<ApiRefusal>()).Which.Code;
    }

    private static async Task<(Guid Run, IReadOnlyList<JsonElement> Story)> TrainAsync(ApiClient api, Guid project, Guid version, string task, object recipe)
    {
        var model = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/models", new { name = "Reader", task }));
        var run = (await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = version, recipe })).GetProperty("runId").GetGuid();
        var story = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);
        RunEvents.State(story[^1]).Should().Be("completed", story[^1].GetRawText());
        return (run, story);
    }

    private static async Task<JsonElement> AnnotateAsync(ApiClient api, Guid draft, Guid run, object request)
    {
        await api.PostAsync($"/api/dataset-versions/{draft}/auto-annotation", request);
        var status = await Eventually.HoldsAsync(
            () => api.GetAsync($"/api/dataset-versions/{draft}/auto-annotation"), status => !status.GetProperty("isRunning").GetBoolean(), "the auto-annotation to end");
        status.GetProperty("request").GetProperty("modelVersionId").GetGuid().Should().Be(run);
        return status.GetProperty("report");
    }
}
