using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.Datasets.Model;
using Platform.Core.Deployments.Model;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Models.Model;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.Projects.Commands;
using Platform.Core.Reviews.Model;
using Platform.Tests.Support;
using Platform.Training.Conversion;
using Platform.Training.Runs;

namespace Platform.Tests.Web.Host;

/// <summary>A host with one of everything that an address can name, people of every role, and a way to call any endpoint with the ids of what is there.</summary>
public abstract class PermissionWorld(DatabaseEngine engine) : IAsyncLifetime
{
    private readonly Dictionary<string, string> _ids = [];

    public TestDatabase Database { get; private set; } = null!;

    public PlatformHost Host { get; private set; } = null!;

    public Seed Seed { get; private set; } = null!;

    public Seed Stranger { get; private set; } = null!;

    /// <summary>Another project of the same department.</summary>
    public Guid OtherProject { get; private set; }

    public Guid RunId { get; private set; }

    public IReadOnlyList<string> Routes { get; private set; } = [];

    private static Guid NewId => Guid.CreateVersion7();

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(engine);
        Seed = await Seed.AddAsync(Database, "Victim");
        Stranger = await Seed.AddAsync(Database, "Stranger");
        await Seed.FreezeAsync(Database);
        var version = await Seed.AddModelVersionAsync(Database);
        Host = PlatformHost.On(Database, "--Platform:RecheckSeconds", "1");
        await Host.InitializeAsync();
        OtherProject = await Host.Get<CreateProjectCommand>().ExecuteAsync(Seed.Actor, "Other", null, null, default);
        await AddThingsAsync(version);
        Routes =
        [
            .. Host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"))
                .Where(route => route.Contains(" /api/", StringComparison.Ordinal)).Distinct(),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A client with a token of the actor.</summary>
    public async Task<HttpClient> ClientAsync(Actor actor, TokenLimits? limits = null)
    {
        var token = await Host.Get<IssueAccessTokenCommand>().ExecuteAsync(actor, "test", null, default, limits);
        var client = new HttpClient { BaseAddress = Host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        return client;
    }

    public async Task<Actor> AddMemberAsync(UserRole role)
    {
        await using var db = Database.Open();
        return await Seed.AddMemberAsync(db, role);
    }

    /// <summary>Calls the endpoint with the ids of what is there.</summary>
    /// <returns>The status, and the problem's code.</returns>
    public async Task<(int Status, string? Code)> CallAsync(HttpClient client, string route)
    {
        var (method, pattern) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), Fill(pattern)) { Content = method == "GET" ? null : ContentOf(route) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!["code"]?.GetValue<string>() : text);
    }

    private string Fill(string pattern)
    {
        foreach (var (name, id) in _ids)
        {
            pattern = pattern.Replace($"{{{name}}}", id, StringComparison.Ordinal);
        }

        // Model versions and dataset versions share a name.
        var versionId = pattern.Contains("/model-versions/", StringComparison.Ordinal) ? _ids["modelVersion"] : $"{Seed.Version.Id}";
        var jobId = pattern.Contains("/interchange-jobs/", StringComparison.Ordinal) ? _ids["interchangeJob"] : _ids["conversionJob"];
        return pattern.Replace("{versionId:guid}", versionId, StringComparison.Ordinal).Replace("{jobId:guid}", jobId, StringComparison.Ordinal) + QueryOf(pattern);
    }

    private string QueryOf(string pattern) => pattern switch
    {
        _ when pattern.EndsWith("/groups", StringComparison.Ordinal) => "?column=patient",
        _ when pattern.EndsWith("/diff", StringComparison.Ordinal) || pattern.EndsWith("/diff/assets", StringComparison.Ordinal) => $"?base={Seed.Version.Id}",
        _ when pattern.EndsWith("/suggestion", StringComparison.Ordinal) => $"?to={Seed.Ontology.Id}",
        _ when pattern.EndsWith("/export-loss", StringComparison.Ordinal) => "?format=coco",
        _ when pattern.EndsWith("/siblings", StringComparison.Ordinal) => "?text=a",
        _ when pattern.EndsWith("/imported-weights", StringComparison.Ordinal) => "?licence=mine",
        _ when pattern.EndsWith("/child", StringComparison.Ordinal) => $"?datasetVersionId={Seed.Version.Id}",
        _ when pattern.EndsWith("/artifacts", StringComparison.Ordinal) => "?format=trt",
        _ when pattern.EndsWith("/documents", StringComparison.Ordinal) => "?versionTag=x",
        _ when pattern.EndsWith("/compare", StringComparison.Ordinal) => $"?id={RunId}&id={RunId}",
        _ => "",
    };

    private HttpContent ContentOf(string route)
    {
        var (model, data, asset) = (_ids["modelId:guid"], Seed.Version.Id, Seed.Asset.Id);
        return route switch
        {
            _ when route.EndsWith("/groups", StringComparison.Ordinal) => new StringContent("file_name,patient\na.png,1", Encoding.UTF8, "text/csv"),
            _ when route.EndsWith("POST /api/dataset-versions/{versionId:guid}/assets", StringComparison.Ordinal) => Form("x.png", HeaderCodec.Png(9, 9, "x")),
            _ when route.EndsWith("/imports", StringComparison.Ordinal) || route.EndsWith("/import-jobs", StringComparison.Ordinal) || route.EndsWith("/import-files", StringComparison.Ordinal) =>
                Form("a.json", "{}"u8.ToArray()),
            _ when route.EndsWith("/imported-weights", StringComparison.Ordinal) || route.EndsWith("/artifacts", StringComparison.Ordinal) => Form("a.safetensors", new byte[16]),
            _ when route.EndsWith("/predict", StringComparison.Ordinal) => new ByteArrayContent(HeaderCodec.Png(9, 9, "x")),
            _ when route.EndsWith("/classes", StringComparison.Ordinal) => JsonContent.Create(Array.Empty<object>()),
            _ when route.EndsWith("/split-lists", StringComparison.Ordinal) => JsonContent.Create(new { val = new[] { "a.png" } }),
            _ when route.EndsWith("/conversions", StringComparison.Ordinal) => JsonContent.Create(new { format = "onnx" }),
            _ => JsonContent.Create(new
            {
                name = route.EndsWith("/deployments", StringComparison.Ordinal) ? "new" : "x", versionTag = "x", text = "x", format = "coco", tag = "x", split = "val", state = "done", path = "/", address = "s3://b/", folder = "/",
                modelVersionId = _ids["modelVersion"], modelId = model, datasetVersionId = data, toOntologyVersionId = Seed.Ontology.Id, rules = Array.Empty<object>(), classes = Array.Empty<object>(),
                assetIds = new[] { asset }, ids = new[] { asset }, exclude = new[] { 0 }, baseRevision = 0, train = 1, val = 0, test = 0, tab = "x", token = "x", userId = Seed.Manager.Id, active = true, weight = 0, every = 0, task = "det", demandsReview = false, departmentId = Seed.Department.Id, role = "analyst",
                box = new { x = 1, y = 1, width = 5, height = 5 }, from = new[] { 1, 1 }, to = new[] { new[] { 2, 2 } }, at = new[] { 1, 1 }, x = 1, y = 1, tolerance = 1,
            }),
        };
    }

    private static MultipartFormDataContent Form(string name, byte[] bytes) => new() { { new ByteArrayContent(bytes), "file", name } };

    private async Task AddThingsAsync(ModelVersion version)
    {
        var now = Database.Time.UtcNow;
        var artifact = new ModelArtifact(NewId, version.Id, "best", ArtifactFormat.Ckpt, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, "local:x", new string('0', 64), 1, now);
        var evaluation = new Evaluation(NewId, version.Id, Seed.Version.Id, SplitKind.Test, 0, 0, 0, 0, 0, null, now);
        var comment = new ReviewComment(NewId, Seed.Asset.Id, Seed.Manager.Id, null, null, null, "Look", now);
        var deployment = new Deployment(NewId, version.Id, "cells", DeploymentTarget.Edge, Seed.Manager.Id, now);
        var weights = new ImportedWeights(NewId, Seed.Project.Id, "w", "w.safetensors", "mine", WeightFormat.SafeTensors, "{}", Seed.Manager.Id, now);
        weights.StoreAt("local:w", new string('0', 64), 1);
        var waiting = new PendingRegistration(NewId, new Core.People.ProvenIdentity("uid", "waiting@example.com", true, "W"), now);
        await using (var db = Database.Open())
        {
            db.AddRange(artifact, evaluation, comment, deployment, weights, waiting);
            await db.SaveChangesAsync();
        }

        RunId = NewId;
        Host.Get<RunBoard>().Add(new RunRecord
        {
            Id = RunId, ProjectId = Seed.Project.Id, DepartmentId = Seed.Department.Id, ModelId = version.ModelId, ModelName = "m", DatasetVersionId = Seed.Version.Id, DatasetName = "d", DatasetSha256 = "",
            LaunchedBy = Seed.Manager.Id, LaunchedByName = "n", CreatedAt = DateTimeOffset.UnixEpoch, Recipe = [], TrainOnValidation = false, State = RunState.Paused,
        });
        var job = await Host.Get<InterchangeDesk>().ExportAsync(Seed.Actor, Seed.Version.Id, new ExportRequest(InterchangeFormat.Coco, WithImages: false), default);
        var conversion = new ConversionJob
        {
            Id = NewId, UserId = Seed.Manager.Id, UserName = "n", CreatedAt = DateTimeOffset.UnixEpoch, ModelVersionId = version.Id, Spec = new ConversionSpec(ArtifactFormat.Onnx, ArtifactPrecision.Fp16),
        };
        Host.Get<ConversionBoard>().Add(conversion);
        foreach (var (name, id) in new (string, object)[]
        {
            ("projectId:guid", Seed.Project.Id), ("datasetId:guid", Seed.Dataset.Id), ("datasetVersionId:guid", Seed.Version.Id), ("assetId:guid", Seed.Asset.Id), ("ontologyId:guid", Seed.Ontology.Id),
            ("otherId:guid", Seed.Ontology.Id), ("modelId:guid", version.ModelId), ("modelVersion", version.Id), ("artifactId:guid", artifact.Id), ("evaluationId:guid", evaluation.Id), ("commentId:guid", comment.Id),
            ("name", deployment.Name), ("runId:guid", RunId), ("interchangeJob", job.Id), ("departmentId:guid", Seed.Department.Id), ("userId:guid", Seed.Manager.Id), ("weightsId:guid", weights.Id), ("conversionJob", conversion.Id), ("migrationId:guid", NewId), ("tokenId:guid", NewId), ("registrationId:guid", waiting.Id),
            ("frame:int", 0), ("level:int", 0), ("column:int", 0), ("row:int", 0), ("fileName", "a.jpg"), ("split", "test"),
            ("llmId:guid", NewId), ("presetId:guid", NewId), ("llmDeploymentId:guid", NewId), ("llmDatasetId:guid", NewId),
        })
        {
            _ids[name] = $"{id}";
        }
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqlitePermissionWorld() : PermissionWorld(DatabaseEngine.Sqlite);

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresPermissionWorld() : PermissionWorld(DatabaseEngine.Postgres);
