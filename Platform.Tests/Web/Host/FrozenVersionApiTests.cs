using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Datasets.Commands;
using Platform.Core.Ontologies.Commands;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Host;

/// <summary>Every way to change something over HTTP, tried on a frozen version: all are refused, and its content stays what it was. Raw SQL and EF are attacked in FrozenRowTests, the pages in FrozenPageTests.</summary>
public sealed class FrozenVersionApiTests
{
    /// <summary>What answers to other methods than GET and is no attack on a version's content: why.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["POST /api/dataset-versions/{versionId:guid}/drafts"] = "writes into a new version",
        ["POST /api/dataset-versions/{versionId:guid}/freeze"] = "changes nothing a second time",
        ["POST /api/dataset-versions/{versionId:guid}/verify"] = "reads",
        ["POST /api/dataset-versions/{versionId:guid}/export-jobs"] = "reads",
        ["POST /api/dataset-versions/{versionId:guid}/import-files"] = "keeps files for a person, beside every version",
        ["POST /api/dataset-versions/{versionId:guid}/ontology-migrations/preview"] = "reads",
        ["DELETE /api/dataset-versions/{versionId:guid}/auto-annotation"] = "stops a job",
        ["POST /api/interchange-jobs/{jobId:guid}/restart"] = "runs the import command, which is attacked",
        ["DELETE /api/interchange-jobs/{jobId:guid}"] = "stops a job",
        ["POST /api/assets/{assetId:guid}/presence"] = "says who looks",
        ["POST /api/assets/{assetId:guid}/smart/prepare"] = "reads",
        ["POST /api/assets/{assetId:guid}/smart/box"] = "reads",
        ["POST /api/assets/{assetId:guid}/smart/scissors"] = "reads",
        ["POST /api/assets/{assetId:guid}/smart/flood"] = "reads",
        ["POST /api/ontologies/{ontologyId:guid}/copies"] = "writes into a new version",
        ["POST /api/ontologies/{ontologyId:guid}/freeze"] = "changes nothing a second time",
        ["POST /api/ontologies/{ontologyId:guid}/default"] = "changes the project",
        ["PUT /api/departments/{departmentId:guid}/quotas"] = "departments",
        ["PUT /api/departments/{departmentId:guid}/manager"] = "departments",
        ["PUT /api/departments/{departmentId:guid}/members/{userId:guid}/active"] = "people",
        ["POST /api/departments/{departmentId:guid}/moves/users/{userId:guid}"] = "people",
        ["POST /api/departments/{departmentId:guid}/moves/projects/{projectId:guid}"] = "projects",
        ["POST /api/projects"] = "projects",
        ["PUT /api/projects/{projectId:guid}"] = "projects",
        ["PUT /api/projects/{projectId:guid}/review-demand"] = "projects",
        ["DELETE /api/projects/{projectId:guid}"] = "projects; refused where they hold anything",
        ["POST /api/projects/{projectId:guid}/datasets"] = "a new dataset",
        ["POST /api/projects/{projectId:guid}/ontologies"] = "a new ontology version",
        ["POST /api/projects/{projectId:guid}/ontologies/documents"] = "a new ontology version",
        ["POST /api/projects/{projectId:guid}/models"] = "models",
        ["POST /api/projects/{projectId:guid}/imported-weights"] = "models",
        ["DELETE /api/imported-weights/{weightsId:guid}"] = "models",
        ["POST /api/imported-weights/{weightsId:guid}/start-report"] = "reads the version",
        ["POST /api/models/{modelId:guid}/recipe"] = "reads a text",
        ["POST /api/model-versions/{versionId:guid}/evaluations"] = "reads the version",
        ["POST /api/model-versions/{versionId:guid}/evaluation-jobs"] = "reads the version",
        ["DELETE /api/model-versions/{versionId:guid}/evaluation-jobs/{evaluationId:guid}"] = "models",
        ["POST /api/model-versions/{versionId:guid}/promotions"] = "models",
        ["POST /api/model-versions/{versionId:guid}/conversions"] = "reads the version",
        ["POST /api/model-versions/{versionId:guid}/artifacts"] = "models",
        ["POST /api/conversions/{jobId:guid}/restart"] = "reads the version",
        ["DELETE /api/conversions/{jobId:guid}"] = "stops a job",
        ["POST /api/runs"] = "reads the version",
        ["POST /api/runs/check"] = "reads the version",
        ["POST /api/runs/estimate"] = "reads the version",
        ["POST /api/runs/{runId:guid}/pause"] = "runs",
        ["POST /api/runs/{runId:guid}/finish"] = "runs",
        ["POST /api/runs/{runId:guid}/reproduce"] = "reads the version",
        ["POST /api/runs/{runId:guid}/cancel"] = "runs",
        ["POST /api/runs/{runId:guid}/resume"] = "reads the version",
        ["POST /api/deployments"] = "models",
        ["POST /api/deployments/{name}/predict"] = "keeps images in drafts only",
        ["POST /api/deployments/{name}/rollback"] = "models",
        ["PUT /api/deployments/{name}/canary"] = "models",
        ["POST /api/deployments/{name}/promote"] = "models",
        ["POST /api/deployments/{name}/stop"] = "models",
        ["POST /api/deployments/{name}/start"] = "models",
        ["PUT /api/deployments/{name}/keeping"] = "takes drafts only",
        ["POST /api/llm/models"] = "language models",
        ["PUT /api/llm/models/{llmId:guid}"] = "language models",
        ["DELETE /api/llm/models/{llmId:guid}"] = "language models",
        ["POST /api/llm/models/{llmId:guid}/presets"] = "language models",
        ["PUT /api/llm/presets/{presetId:guid}"] = "language models",
        ["DELETE /api/llm/presets/{presetId:guid}"] = "language models",
        ["POST /api/llm/deployments"] = "language models",
        ["POST /api/llm/deployments/test"] = "language models",
        ["PUT /api/llm/deployments/{llmDeploymentId:guid}"] = "language models",
        ["DELETE /api/llm/deployments/{llmDeploymentId:guid}"] = "language models",
        ["PUT /api/llm/deployments/{llmDeploymentId:guid}/status"] = "language models",
        ["POST /api/llm/deployments/{llmDeploymentId:guid}/check"] = "language models",
        ["PUT /api/llm/deployments/{llmDeploymentId:guid}/credential"] = "language models",
        ["DELETE /api/llm/deployments/{llmDeploymentId:guid}/credential"] = "language models",
        ["POST /api/llm/echo"] = "language models",
        ["POST /api/llm/datasets"] = "language models",
        ["POST /api/llm/datasets/files"] = "language models",
        ["PUT /api/llm/datasets/{llmDatasetId:guid}"] = "language models",
        ["DELETE /api/llm/datasets/{llmDatasetId:guid}"] = "language models",
        ["POST /api/tokens"] = "people",
        ["POST /api/auth/token"] = "people",
        ["DELETE /api/tokens/{tokenId:guid}"] = "people",
        ["POST /api/pending-registrations/{registrationId:guid}/approve"] = "people",
        ["POST /api/pending-registrations/{registrationId:guid}/decline"] = "people",
        ["POST /api/pending-registrations/{registrationId:guid}/reopen"] = "people",
    };

    // Refused for being frozen, or before that: what only administrators may, folders that the operator did not allow.
    private static readonly string[] s_refusals = ["row.frozen", "dataset.frozen", "ontology.frozen", "migration.frozen"];

    [Theory, EveryDatabase]
    public async Task FrozenVersion_AttackedOverHttp_StaysAsItWas(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        using var api = await host.ClientOfAsync(seed.Actor);
        var prepared = await PrepareAsync(api, seed);
        await host.Get<FreezeOntologyVersionCommand>().ExecuteAsync(seed.Actor, prepared.OntologyId, default);
        var frozen = await host.Get<FreezeDatasetVersionCommand>().ExecuteAsync(seed.Actor, seed.Version.Id, default);
        var before = await VersionContent.ReadAsync(database, seed.Version.Id);
        var attacks = Attacks(seed, prepared);

        var answers = new List<(string Attack, HttpStatusCode Status, string? Code)>();
        foreach (var (route, content) in attacks.SelectMany(attack => attack.Contents.Select(content => (attack.Route, content))))
        {
            var (method, pattern) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            using var response = await api.SendAsync(new HttpRequestMessage(HttpMethod.Parse(method), Fill(pattern, seed, prepared)) { Content = content() });
            answers.Add((route, response.StatusCode, await CodeAsync(response)));
        }

        answers.Should().OnlyContain(answer => (int)answer.Status >= 400 && (int)answer.Status < 500);
        answers.Where(answer => !answer.Attack.Contains("/server-folder") && !answer.Attack.Contains("/s3-prefix") && !answer.Attack.Contains("/import-folder-jobs"))
            .Should().OnlyContain(answer => s_refusals.Contains(answer.Code));
        (await VersionContent.ReadAsync(database, seed.Version.Id)).Should().Equal(before);
        (await host.Get<VerifyDatasetVersionCommand>().ExecuteAsync(seed.Actor, seed.Version.Id, false, default)).ActualSha256.Should().Be(frozen.ContentSha256);

        // A new endpoint is attacked here, or it is said above why it need not be.
        var all = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"))
            .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal) && route.Contains(" /api/", StringComparison.Ordinal)).Distinct();
        all.Should().BeEquivalentTo([.. attacks.Select(attack => attack.Route), .. s_elsewhere.Keys]);
    }

    /// <summary>What stands before the freeze and is attacked afterwards: a comment, and a migration that could be undone.</summary>
    private static async Task<Prepared> PrepareAsync(HttpClient api, Seed seed)
    {
        var comment = await SendAsync(api, $"/api/assets/{seed.Asset.Id}/comments", new { text = "Look here" });
        var copy = (await SendAsync(api, $"/api/ontologies/{seed.Ontology.Id}/copies", new { versionTag = "v2" })).GetProperty("id").GetGuid();
        var migrations = $"/api/dataset-versions/{seed.Version.Id}/ontology-migrations";
        var rules = (await api.GetFromJsonAsync<JsonElement>($"{migrations}/suggestion?to={copy}")).GetProperty("rules");
        var preview = await SendAsync(api, $"{migrations}/preview", new { toOntologyVersionId = copy, rules });
        var applied = await SendAsync(api, migrations, new { toOntologyVersionId = copy, rules, token = preview.GetProperty("token").GetString() });
        return new Prepared(comment.GetProperty("id").GetGuid(), applied.GetProperty("migrationId").GetGuid(), copy, rules);
    }

    private static IReadOnlyList<(string Route, Func<HttpContent>[] Contents)> Attacks(Seed seed, Prepared prepared)
    {
        var (asset, shape) = (seed.Asset.Id, seed.Annotation.Id);
        object box = new { id = Guid.CreateVersion7(), classId = seed.Class.Id, type = "bbox", geometry = new { x = 1, y = 1, width = 5, height = 5 } };
        return
        [
            Json("POST /api/dataset-versions/{versionId:guid}/splits", new { train = 1, val = 0, test = 0 }),
            Json("POST /api/dataset-versions/{versionId:guid}/split-lists", new { val = new[] { "a.png" } }),
            Json("POST /api/dataset-versions/{versionId:guid}/moves", new { assetIds = new[] { asset }, split = "val" }),
            Json("POST /api/dataset-versions/{versionId:guid}/tags", new { assetIds = new[] { asset }, tag = "x" }),
            Json("DELETE /api/dataset-versions/{versionId:guid}/tags", new { assetIds = new[] { asset }, tag = "x" }),
            Json("DELETE /api/dataset-versions/{versionId:guid}/assets", new { ids = new[] { asset } }),
            Json("POST /api/dataset-versions/{versionId:guid}/trash/restore", new { ids = new[] { asset } }, new { }),
            Json("DELETE /api/dataset-versions/{versionId:guid}/trash", new { ids = new[] { asset } }, new { }),
            Json("POST /api/dataset-versions/{versionId:guid}/work-states", new { assetIds = new[] { asset }, state = "accepted" }, new { assetIds = new[] { asset }, state = "done" }),
            Json("POST /api/dataset-versions/{versionId:guid}/assignments", new { assetIds = new[] { asset }, assigneeId = seed.Actor.UserId }, new { assetIds = new[] { asset } }),
            Json("POST /api/dataset-versions/{versionId:guid}/auto-annotation", new { modelVersionId = Guid.CreateVersion7() }),
            Json("POST /api/dataset-versions/{versionId:guid}/ontology-migrations", new { toOntologyVersionId = seed.Ontology.Id, rules = prepared.Rules, token = "x" }),
            Json("POST /api/dataset-versions/{versionId:guid}/server-folder", new { path = "/" }),
            Json("POST /api/dataset-versions/{versionId:guid}/s3-prefix", new { address = "s3://bucket/" }),
            Json("POST /api/dataset-versions/{versionId:guid}/import-folder-jobs", new { folder = "/" }),
            ("POST /api/dataset-versions/{versionId:guid}/groups", [() => new StringContent("file_name,patient\na.png,1", Encoding.UTF8, "text/csv")]),
            ("POST /api/dataset-versions/{versionId:guid}/assets", [() => Form("x.png", HeaderCodec.Png(9, 9, "x"))]),
            ("POST /api/dataset-versions/{versionId:guid}/imports", [() => Form("Annotations/a.xml", s_voc)]),
            ("POST /api/dataset-versions/{versionId:guid}/import-jobs", [() => Form("Annotations/a.xml", s_voc)]),
            Json("PUT /api/assets/{assetId:guid}/annotations", new { baseRevision = 0, upserts = new[] { box }, deletes = Array.Empty<Guid>() }, new { baseRevision = 0, upserts = Array.Empty<object>(), deletes = new[] { shape } }),
            Json("POST /api/assets/{assetId:guid}/model-annotations", new { }),
            Json("PUT /api/assets/{assetId:guid}/work-state", new { state = "accepted" }, new { state = "rejected", comment = new { text = "No" } }),
            Json("POST /api/assets/{assetId:guid}/excluded-frames", new { exclude = new[] { 0 } }),
            Json("POST /api/assets/{assetId:guid}/comments", new { text = "More" }),
            Json("POST /api/comments/{commentId:guid}/resolve", new { }),
            Json("POST /api/comments/{commentId:guid}/reopen", new { }),
            Json("DELETE /api/comments/{commentId:guid}", new { }),
            Json("POST /api/ontology-migrations/{migrationId:guid}/undo", new { keepLaterEdits = true }),
            Json("PUT /api/ontologies/{ontologyId:guid}/classes", Array.Empty<object>()),
            Json("PUT /api/ontologies/{ontologyId:guid}/tag", new { versionTag = "other" }),
        ];
    }

    private static readonly byte[] s_voc = Encoding.UTF8.GetBytes(
        "<annotation><filename>a.png</filename><size><width>100</width><height>80</height><depth>3</depth></size><object><name>cell</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>12</xmax><ymax>16</ymax></bndbox></object></annotation>");

    private static (string Route, Func<HttpContent>[] Contents) Json(string route, params object[] bodies) => (route, [.. bodies.Select(body => (Func<HttpContent>)(() => JsonContent.Create(body)))]);

    private static MultipartFormDataContent Form(string name, byte[] bytes) => new() { { new ByteArrayContent(bytes), "file", name } };

    private static string Fill(string pattern, Seed seed, Prepared prepared) => pattern
        .Replace("{versionId:guid}", $"{seed.Version.Id}", StringComparison.Ordinal)
        .Replace("{assetId:guid}", $"{seed.Asset.Id}", StringComparison.Ordinal)
        .Replace("{commentId:guid}", $"{prepared.CommentId}", StringComparison.Ordinal)
        .Replace("{migrationId:guid}", $"{prepared.MigrationId}", StringComparison.Ordinal)
        .Replace("{ontologyId:guid}", $"{prepared.OntologyId}", StringComparison.Ordinal)
        + (pattern.EndsWith("/groups", StringComparison.Ordinal) ? "?column=patient" : "");

    private static async Task<JsonElement> SendAsync(HttpClient api, string path, object body)
    {
        using var response = await api.PostAsJsonAsync(path, body);
        response.IsSuccessStatusCode.Should().BeTrue("{0} answered {1}", path, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return text.StartsWith('{') && JsonElement.Parse(text).TryGetProperty("code", out var code) ? code.GetString() : text;
    }

    private sealed record Prepared(Guid CommentId, Guid MigrationId, Guid OntologyId, JsonElement Rules);
}
