using System.Text.Json;
using System.Xml.Linq;

namespace Platform.Tests.EndToEnd;

/// <summary>A model that learns a third class: over the HTTP interface, with the server killed on the way.</summary>
public sealed class ChildTrainingTests : EndToEndTest
{
    [Fact]
    public async Task Child_KilledOnTheWay_EndsAsOneThatRanThroughAndIsComparedWithItsParent()
    {
        Needs.Training();
        using var api = await ApiClient.SetUpAsync(Server);
        var pictures = Pictures.Take(24);
        var project = ApiProject.Id(await api.PostAsync("/api/projects", new { name = "Growing" }));
        string[] old = [.. Pictures.ClassKeys.Take(2)];
        var added = Pictures.ClassKeys[2];
        var earlier = await FreezeAsync(api, project, "Earlier", "v1", old, [.. pictures.Take(12)], old);

        // The new class stands first in the ontology, and only it is labelled to train on.
        var fresh = await FreezeAsync(api, project, "New", "v2", [added, .. old], [.. pictures.Skip(12)], [added]);
        var model = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/models", new { name = "Finder", task = "det" }));
        var recipe = new { width = 0.1, imageSize = 64, epochs = 8, batchSize = 4, threads = 1, reporting = new { logInterval = 1, sampleInterval = 0 } };
        var parent = await EndAsync(api, await LaunchAsync(api, new { modelId = model, datasetVersionId = earlier, recipe }));

        var child = await api.GetAsync($"/api/model-versions/{parent}/child?datasetVersionId={fresh}");
        child.GetProperty("info").GetProperty("classKeys").EnumerateArray().Select(key => key.GetString()).Should().Equal([.. old, added], "the parent's classes keep their places");
        child.GetProperty("recipe").GetProperty("epochs").GetInt32().Should().Be(4);
        await RefusedAsync(api, new { modelId = model, datasetVersionId = fresh, parentModelVersionId = parent, recipe = new { size = "tiny", width = (double?)null } }, "incremental.other_size");
        await RefusedAsync(api, new { modelId = model, datasetVersionId = fresh, recipe = new { incremental = new { strategy = "rehearsal" } } }, "incremental.no_parent");

        var asked = new { modelId = model, datasetVersionId = fresh, parentModelVersionId = parent };
        var whole = await EndAsync(api, await LaunchAsync(api, asked));
        var torn = await LaunchAsync(api, asked);
        await foreach (var happened in RunEvents.ReadAsync(api, torn, Cancellation))
        {
            if (RunEvents.Type(happened) == "epoch" && happened.GetProperty("epoch").GetInt32() >= 2)
            {
                break;
            }
        }

        await Server.KillAsync();
        await Server.StartAgainAsync();
        await api.PostAsync($"/api/runs/{torn}/resume");
        await EndAsync(api, torn);

        (await ChecksumsAsync(api, torn)).Should().Equal(await ChecksumsAsync(api, whole), "the same bytes as of the run that nobody killed");
        var version = (await api.GetAsync($"/api/model-versions/{torn}")).GetProperty("version");
        var best = (await api.GetAsync($"/api/model-versions/{parent}")).GetProperty("artifacts").EnumerateArray().Single(artifact => artifact.GetProperty("name").GetString() == "best.safetensors");
        version.GetProperty("parentModelVersionId").GetGuid().Should().Be(parent);
        version.GetProperty("initFromArtifactId").GetGuid().Should().Be(ApiProject.Id(best));
        using var info = JsonDocument.Parse(version.GetProperty("incrementalInfo").GetString()!);
        info.RootElement.GetProperty("strategy").GetString().Should().Be("distillationRehearsal");
        info.RootElement.GetProperty("newClasses").EnumerateArray().Select(key => key.GetString()).Should().Equal(added);
        info.RootElement.GetProperty("settings").GetProperty("distillation").GetProperty("temperature").GetDouble().Should().Be(2);
        var log = string.Join('\n', (await RunEvents.ReadAsync(api, whole, Cancellation).ToListAsync(Cancellation)).Select(happened => happened.GetRawText()));
        log.Should().Contain("Growing from version 1").And.Contain("images of earlier data are shown again").And.Contain("validation images of earlier data judge the epochs too").And.Contain("The parent on test");

        var forgetting = await api.GetAsync($"/api/model-versions/{torn}/forgetting");
        forgetting.GetProperty("classes").EnumerateArray().Select(item => (item.GetProperty("key").GetString(), item.GetProperty("isNew").GetBoolean())).Should().Equal((old[0], false), (old[1], false), (added, true));
        forgetting.GetProperty("parentOld").ValueKind.Should().Be(JsonValueKind.Number, "test images have labels of old classes");
        await api.PostAsync($"/api/model-versions/{torn}/promotions", new { overrideReason = "For the test." });
        (await api.GetAsync($"/api/models/{model}/promotions"))[0].GetProperty("modelVersionId").GetGuid().Should().Be(torn);
    }

    // A dataset of its own; on the train split only some classes are labelled.
    private static async Task<Guid> FreezeAsync(ApiClient api, Guid project, string name, string tag, string[] keys, IReadOnlyList<Picture> pictures, string[] labelled)
    {
        var classes = keys.Select(key => new { key, displayName = key, shapeType = "bbox", color = "#3b82c4" });
        var ontology = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/ontologies", new { versionTag = tag, classes }));
        var version = (await api.PostAsync($"/api/projects/{project}/datasets", new { name, ontologyVersionId = ontology })).GetProperty("versionId").GetGuid();
        await api.UploadAsync($"/api/dataset-versions/{version}/assets", pictures.Select(picture => (picture.Name, picture.Bytes)));
        var test = pictures.Take(3).ToList();
        await api.UploadAsync($"/api/dataset-versions/{version}/imports", pictures.Select(picture => (Path.ChangeExtension(picture.Name, ".xml"), Only(picture.Voc, test.Contains(picture) ? keys : labelled))));
        await api.PostAsync($"/api/dataset-versions/{version}/split-lists", new { test = test.Select(picture => picture.Name), val = pictures.Skip(3).Take(2).Select(picture => picture.Name), train = pictures.Skip(5).Select(picture => picture.Name) });
        await api.PostAsync($"/api/ontologies/{ontology}/freeze");
        await api.PostAsync($"/api/dataset-versions/{version}/freeze");
        return version;
    }

    private static byte[] Only(byte[] voc, string[] keys)
    {
        using var stream = new MemoryStream(voc);
        var document = XDocument.Load(stream);
        document.Descendants("object").Where(item => !keys.Contains(item.Element("name")!.Value)).Remove();
        return System.Text.Encoding.UTF8.GetBytes(document.ToString());
    }

    private static async Task<Guid> LaunchAsync(ApiClient api, object body) => (await api.PostAsync("/api/runs", body)).GetProperty("runId").GetGuid();

    private static async Task<Guid> EndAsync(ApiClient api, Guid run)
    {
        var last = await RunEvents.ReadAsync(api, run, Cancellation).LastAsync(Cancellation);
        RunEvents.State(last).Should().Be("completed", last.GetRawText());
        return run;
    }

    private static async Task RefusedAsync(ApiClient api, object body, string code) =>
        (await api.Invoking(client => client.PostAsync("/api/runs", body)).Should().ThrowAsync<ApiRefusal>()).Which.Code.Should().Be(code);

    private static async Task<IReadOnlyList<string>> ChecksumsAsync(ApiClient api, Guid run)
    {
        var artifacts = (await api.GetAsync($"/api/model-versions/{run}")).GetProperty("artifacts").EnumerateArray();
        return [.. artifacts.Where(artifact => artifact.GetProperty("format").GetString() == "ckpt").Select(artifact => $"{artifact.GetProperty("name")} {artifact.GetProperty("sha256")}").Order(StringComparer.Ordinal)];
    }
}
