using System.Security.Cryptography;
using System.Text.Json;
using Platform.Training.Imaging;
using Platform.Training.Inference;

namespace Platform.Tests.EndToEnd;

/// <summary>The whole job over the HTTP interface alone.</summary>
public sealed class ApiPathTests : EndToEndTest
{
    private const int Epochs = 3;

    [Fact]
    public async Task MainJob_WithABearerTokenOnly_LeadsFromPicturesToReviewedBoxes()
    {
        Needs.Training();
        var pictures = Pictures.Take(24);
        using var api = await ApiClient.SetUpAsync(Server);
        var project = await ApiProject.CreateAsync(api, [.. pictures.Take(20)]);

        var model = await project.CreateModelAsync(api);

        await BadInputIsToldAndNothingIsLostAsync(api, project, model, pictures);
        await project.FreezeAsync(api, [.. pictures.Take(20)]);
        var run = await project.LaunchAsync(api, model, Epochs);
        await EventsTellTheWholeStoryAsync(api, run);
        var department = (await api.GetAsync("/api/me")).GetProperty("departmentId").GetGuid();
        (await api.GetAsync($"/api/departments/{department}")).GetProperty("trainingHours").GetDouble().Should().BePositive("the training's time is on record");
        await ArtifactsAreWhatTheirHashesSayAsync(api, run, pictures[20]);
        await TheModelAnnotatesNewPicturesAsync(api, project, run, [.. pictures.Skip(20)]);
    }

    private static async Task BadInputIsToldAndNothingIsLostAsync(ApiClient api, ApiProject project, Guid model, IReadOnlyList<Picture> pictures)
    {
        var assets = $"/api/dataset-versions/{project.VersionId}/assets";
        var report = await api.UploadAsync(assets, [("again.jpg", pictures[0].Bytes), ("cut.jpg", pictures[20].Bytes[..2000]), ("notes.jpg", "not a picture"u8.ToArray())]);

        report.GetProperty("added").GetArrayLength().Should().Be(0);
        report.GetProperty("duplicates")[0].GetProperty("existingName").GetString().Should().Be(pictures[0].Name);
        report.GetProperty("failed").EnumerateArray().Select(file => file.GetProperty("name").GetString()).Should().Equal("cut.jpg", "notes.jpg");
        report.GetProperty("failed").EnumerateArray().Should().OnlyContain(file => file.GetProperty("message").GetString()!.Length > 10);
        (await api.GetAsync($"{assets}?pageSize=100")).GetProperty("items").GetArrayLength().Should().Be(20);

        var unassigned = await api.Invoking(client => client.PostAsync($"/api/dataset-versions/{project.VersionId}/freeze")).Should().ThrowAsync<ApiRefusal>();
        unassigned.Which.Status.Should().Be(422);
        unassigned.Which.Code.Should().Be("freeze.blocked");
        var draft = await project.Invoking(draft => draft.LaunchAsync(api, model, 1)).Should().ThrowAsync<ApiRefusal>("a draft cannot be trained on");
        draft.Which.Status.Should().Be(422);
    }

    private static async Task EventsTellTheWholeStoryAsync(ApiClient api, Guid run)
    {
        var story = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);

        RunEvents.State(story[^1]).Should().Be("completed", story[^1].GetRawText());
        story.Select(happened => happened.GetProperty("sequence").GetInt64()).Should().BeInAscendingOrder();
        story.Where(happened => RunEvents.Type(happened) == "epoch").Select(happened => happened.GetProperty("epoch").GetInt32()).Should().Equal(Enumerable.Range(1, Epochs));
        story.Should().Contain(happened => RunEvents.Type(happened) == "progress").And.Contain(happened => RunEvents.Type(happened) == "log");
        var again = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);
        again.Select(happened => happened.GetRawText()).Should().Equal(story.Select(happened => happened.GetRawText()), "a late watcher gets the same history");
        (await api.GetAsync($"/api/runs/{run}")).GetProperty("state").GetString().Should().Be("completed");
    }

    private static async Task ArtifactsAreWhatTheirHashesSayAsync(ApiClient api, Guid run, Picture picture)
    {
        var details = await api.GetAsync($"/api/model-versions/{run}");
        var artifacts = details.GetProperty("artifacts").EnumerateArray().ToDictionary(artifact => artifact.GetProperty("name").GetString()!);
        artifacts.Keys.Should().BeEquivalentTo("best.safetensors", "final.safetensors", "best.onnx");
        foreach (var artifact in artifacts.Values)
        {
            var bytes = await DownloadAsync(api, artifact);
            Convert.ToHexStringLower(SHA256.HashData(bytes)).Should().Be(artifact.GetProperty("sha256").GetString());
        }

        details.GetProperty("evaluations").EnumerateArray().Select(scores => scores.GetProperty("split").GetString()).Should().BeEquivalentTo("val", "test");
        using var detector = OnnxDetector.Load(await DownloadAsync(api, artifacts["best.onnx"]));
        detector.Metadata.ClassKeys.Should().Equal(Pictures.ClassKeys);
        detector.Metadata.ModelVersionId.Should().Be(run.ToString());
        var found = detector.Detect(new OpenCvImageCodec(), [picture.Bytes], detector.Metadata.Thresholds with { Score = 0.001f }, Cancellation);
        found.Should().ContainSingle().Which.Should().NotBeEmpty();
    }

    private static async Task TheModelAnnotatesNewPicturesAsync(ApiClient api, ApiProject project, Guid run, IReadOnlyList<Picture> pictures)
    {
        var draft = ApiProject.Id(await api.PostAsync($"/api/dataset-versions/{project.VersionId}/drafts"));
        var added = (await api.UploadAsync($"/api/dataset-versions/{draft}/assets", pictures.Select(picture => (picture.Name, picture.Bytes)))).GetProperty("added");
        var first = added[0].GetProperty("assetId").GetGuid();
        await AnnotateAsync("?split=train", [first], 0, "it is in no split");
        await AnnotateAsync("", [first, project.AssetIds[0]], 1, "the second is in another version");
        await AnnotateAsync($"?text={Uri.EscapeDataString(added[1].GetProperty("name").GetString()!)}&split=unassigned", null, 1, "one has this name");
        await AnnotateAsync("", null, pictures.Count - 2, "the others are annotated");

        var assets = await api.GetAsync($"/api/dataset-versions/{draft}/assets?reviewState=pending&pageSize=100");
        assets.GetProperty("items").GetArrayLength().Should().Be(pictures.Count);
        var asset = ApiProject.Id(assets.GetProperty("items")[0]);
        var document = await api.GetAsync($"/api/assets/{asset}/annotations");
        var shape = document.GetProperty("annotations")[0];
        shape.GetProperty("confidence").GetDouble().Should().BeInRange(0.001, 1);
        shape.GetProperty("modelVersionId").GetGuid().Should().Be(run);

        var revision = document.GetProperty("revision").GetInt64();
        var accepted = new { id = shape.GetProperty("id"), classId = shape.GetProperty("classId"), type = "bbox", geometry = shape.GetProperty("geometry"), reviewState = "accepted" };
        await api.PutAsync($"/api/assets/{asset}/annotations", new { baseRevision = revision, upserts = new[] { accepted } });
        var late = new { baseRevision = revision, deletes = new[] { accepted.id } };
        var stale = await api.Invoking(client => client.PutAsync($"/api/assets/{asset}/annotations", late)).Should().ThrowAsync<ApiRefusal>();
        stale.Which.Status.Should().Be(409);
        var reviewed = (await api.GetAsync($"/api/assets/{asset}/annotations")).GetProperty("annotations").EnumerateArray();
        reviewed.Single(candidate => ApiProject.Id(candidate) == ApiProject.Id(shape)).GetProperty("reviewState").GetString().Should().Be("accepted");

        var verdict = (await api.GetAsync($"/api/model-versions/{run}/verdicts"))[0];
        (verdict.GetProperty("accepted").GetInt32(), verdict.GetProperty("precision").GetDouble()).Should().Be((1, 1));

        // A person with the image open asks once more: everything stays, and what is there is not drawn twice.
        var standing = (await api.GetAsync($"/api/assets/{asset}/annotations")).GetProperty("annotations").GetArrayLength();
        var answer = await api.PostAsync($"/api/assets/{asset}/model-annotations", new { });
        answer.GetProperty("modelVersionId").GetGuid().Should().Be(run, "it is the project's newest");
        (await api.GetAsync($"/api/assets/{asset}/annotations")).GetProperty("annotations").GetArrayLength().Should().Be(standing + answer.GetProperty("added").GetInt32());
        (await api.Invoking(client => client.PostAsync($"/api/assets/{project.AssetIds[0]}/model-annotations", new { })).Should().ThrowAsync<ApiRefusal>()).Which.Code.Should().Be("row.frozen");

        async Task AnnotateAsync(string filter, IReadOnlyList<Guid>? assetIds, int images, string because)
        {
            await api.PostAsync($"/api/dataset-versions/{draft}/auto-annotation{filter}", new { modelVersionId = run, onlyUnlabelled = true, minimumScore = 0.001, assetIds });
            var status = await Eventually.HoldsAsync(
                () => api.GetAsync($"/api/dataset-versions/{draft}/auto-annotation"), status => !status.GetProperty("isRunning").GetBoolean(), "the auto-annotation to end");
            status.GetProperty("report").GetProperty("images").GetInt32().Should().Be(images, because + ": " + status.GetRawText());
        }
    }

    private static Task<byte[]> DownloadAsync(ApiClient api, JsonElement artifact) => api.Http.GetByteArrayAsync($"/api/artifacts/{ApiProject.Id(artifact)}/download", Cancellation);
}
