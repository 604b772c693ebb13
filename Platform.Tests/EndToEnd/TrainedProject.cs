namespace Platform.Tests.EndToEnd;

/// <summary>A project with everything that pages can show: frozen data, a draft with a model's boxes, a model, a completed run.</summary>
public sealed record TrainedProject(ApiProject Project, Guid ModelId, Guid RunId, Guid SecondRunId, Guid DraftId, Guid DraftAssetId, Guid OntologyCopyId)
{
    public static async Task<TrainedProject> CreateAsync(ApiClient api, CancellationToken cancellation)
    {
        var pictures = Pictures.Take(12);
        var project = await ApiProject.CreateAsync(api, [.. pictures.Take(10)]);
        await project.FreezeAsync(api, [.. pictures.Take(10)]);
        var model = await project.CreateModelAsync(api);
        var run = await project.LaunchAsync(api, model, epochs: 2);
        var story = await RunEvents.ReadAsync(api, run, cancellation).ToListAsync(cancellation);
        RunEvents.State(story[^1]).Should().Be("completed");
        var grown = await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = project.VersionId, parentModelVersionId = run });
        var second = grown.GetProperty("runId").GetGuid();
        await RunEvents.ReadAsync(api, second, cancellation).ToListAsync(cancellation);

        var draft = ApiProject.Id(await api.PostAsync($"/api/dataset-versions/{project.VersionId}/drafts"));
        var report = await api.UploadAsync($"/api/dataset-versions/{draft}/assets", pictures.Skip(10).Select(picture => (picture.Name, picture.Bytes)));
        var copy = ApiProject.Id(await api.PostAsync($"/api/ontologies/{project.OntologyId}/copies", new { versionTag = "v2" }));
        await api.PostAsync("/api/deployments", new { modelVersionId = run, name = "finder" });
        return new TrainedProject(project, model, run, second, draft, report.GetProperty("added")[0].GetProperty("assetId").GetGuid(), copy);
    }

    /// <summary>Addresses of all pages of the product, by name.</summary>
    public IReadOnlyDictionary<string, string> Pages => new Dictionary<string, string>
    {
        ["projects"] = "/",
        ["overview"] = Root,
        ["ontology"] = $"{Root}/ontology",
        ["ontology-diff"] = $"{Root}/ontology/diff/{Project.OntologyId}/{OntologyCopyId}",
        ["datasets"] = $"{Root}/datasets",
        ["migration"] = $"{Root}/datasets/{DraftId}/migration",
        ["version"] = $"{Root}/datasets/{Project.VersionId}",
        ["draft"] = $"{Root}/datasets/{DraftId}",
        ["versions"] = $"{Root}/datasets/{Project.DatasetId}/versions",
        ["trash"] = $"{Root}/datasets/{DraftId}/trash",
        ["statistics"] = $"{Root}/datasets/{Project.VersionId}/statistics",
        ["compare"] = $"{Root}/datasets/compare?base={Project.VersionId}&target={DraftId}",
        ["frozen-image"] = $"{Root}/annotate/{Project.AssetIds[0]}",
        ["annotate"] = $"{Root}/annotate/{DraftAssetId}",
        ["models"] = $"{Root}/models",
        ["model"] = $"{Root}/models/{ModelId}",
        ["model-version"] = $"{Root}/models/{ModelId}/versions/{RunId}",
        ["model-browser"] = $"{Root}/models/{ModelId}/versions/{RunId}/browser",
        ["model-version-grown"] = $"{Root}/models/{ModelId}/versions/{SecondRunId}",
        ["train-grown"] = $"{Root}/models/{ModelId}/train?data={Project.VersionId}&parent={RunId}",
        ["train"] = $"{Root}/models/{ModelId}/train?from={RunId}",
        ["runs"] = $"{Root}/runs",
        ["account"] = "/account",
        ["roles"] = "/people/roles",
        ["audit"] = "/audit",
        ["run"] = $"{Root}/runs/{RunId}",
        ["run-results"] = $"{Root}/runs/{RunId}?tab=results",
        ["run-settings"] = $"{Root}/runs/{RunId}?tab=settings",
        ["runs-compare"] = $"{Root}/runs/compare?runs={RunId},{SecondRunId}",
        ["deployments"] = $"{Root}/deployments",
        ["deployment"] = $"{Root}/deployments/finder",
        ["people"] = "/people",
        ["tokens"] = "/tokens",
        ["llms"] = "/llm/models",
        ["llm-servers"] = "/llm/deployments",
        ["llm-data"] = "/llm/datasets",
        ["not-found"] = "/projects/nowhere",
    };

    private string Root => $"/projects/{Project.ProjectId}";
}
