using System.Text.Json;

namespace Platform.Tests.EndToEnd;

/// <summary>The ids of a project that was made over the HTTP interface, ready to be annotated or trained.</summary>
public sealed record ApiProject(Guid ProjectId, Guid OntologyId, Guid DatasetId, Guid VersionId, IReadOnlyList<Guid> AssetIds, IReadOnlyList<Guid> ClassIds)
{
    private static readonly string[] s_colors = ["#d94f45", "#3b82c4", "#3fa34d"];

    /// <summary>Creates project, ontology and dataset, and uploads the pictures into the first draft.</summary>
    public static async Task<ApiProject> CreateAsync(ApiClient api, IReadOnlyList<Picture> pictures, string name = "Blood cells")
    {
        var project = Id(await api.PostAsync("/api/projects", new { name }));
        var classes = Pictures.ClassKeys.Select((key, index) => new { key, displayName = key, shapeType = "bbox", color = s_colors[index] });
        var ontology = Id(await api.PostAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes }));
        var created = await api.PostAsync($"/api/projects/{project}/datasets", new { name = "Smears", ontologyVersionId = ontology });
        var version = created.GetProperty("versionId").GetGuid();
        var report = await api.UploadAsync($"/api/dataset-versions/{version}/assets", pictures.Select(picture => (picture.Name, picture.Bytes)));
        var assets = report.GetProperty("added").EnumerateArray().Select(asset => asset.GetProperty("assetId").GetGuid()).ToList();
        var details = await api.GetAsync($"/api/ontologies/{ontology}");
        return new ApiProject(project, ontology, created.GetProperty("datasetId").GetGuid(), version, assets, [.. details.GetProperty("classes").EnumerateArray().Select(Id)]);
    }

    /// <summary>Imports the pictures' boxes, splits and freezes: what a training needs.</summary>
    public async Task FreezeAsync(ApiClient api, IReadOnlyList<Picture> pictures)
    {
        await api.UploadAsync($"/api/dataset-versions/{VersionId}/imports", pictures.Select(picture => (Path.ChangeExtension(picture.Name, ".xml"), picture.Voc)));
        await api.PostAsync($"/api/dataset-versions/{VersionId}/splits", new { train = 0.6, val = 0.2, test = 0.2, seed = 7 });
        await api.PostAsync($"/api/ontologies/{OntologyId}/freeze");
        await api.PostAsync($"/api/dataset-versions/{VersionId}/freeze");
    }

    public async Task<Guid> CreateModelAsync(ApiClient api) => Id(await api.PostAsync($"/api/projects/{ProjectId}/models", new { name = "Cell finder", task = "det" }));

    /// <summary>Trains a tiny network, seconds an epoch.</summary>
    /// <returns>Id of the run, which is that of the model version.</returns>
    public async Task<Guid> LaunchAsync(ApiClient api, Guid model, int epochs, int imageSize = 64, double width = 0.1)
    {
        var recipe = new { size = "nano", width, imageSize, epochs, batchSize = 4, reporting = new { logInterval = 1, sampleInterval = 1, sampleCount = 2 } };
        var launched = await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = VersionId, recipe });
        return launched.GetProperty("runId").GetGuid();
    }

    public static Guid Id(JsonElement element) => element.GetProperty("id").GetGuid();
}
