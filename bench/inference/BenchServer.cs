using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Data;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Commands;
using Platform.Core.Projects.Commands;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Deployments;
using Platform.Web.Hosting;

namespace InferenceBench;

/// <summary>The whole platform on a port and in a folder of its own, with one model deployed; the folder is gone afterwards.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "platform-bench-" + Path.GetRandomFileName());
    private readonly WebApplication _app;
    private readonly HttpClient _api = new();
    private Actor _admin = null!;
    private Guid _project;
    private Guid _ontology;
    private Guid _version;

    private BenchServer() =>
        _app = PlatformApplication.Build(["--urls", "http://127.0.0.1:0", "--Platform:DataRoot", _data, "--Storage:Root", Path.Combine(_data, "storage"), "--Logging:LogLevel:Default", "Error"]);

    public static async Task<BenchServer> StartAsync(byte[] onnx)
    {
        var server = new BenchServer();
        await server._app.PrepareAsync();
        await server._app.StartAsync();
        var services = server._app.Services;
        var id = await services.GetRequiredService<FirstPersonSetupCommand>().ExecuteAsync("Ada", "ada@example.com", "Vision", default);
        var admin = (await services.GetRequiredService<ActorResolver>().ResolveAsync(id, default))!;
        var token = await services.GetRequiredService<IssueAccessTokenCommand>().ExecuteAsync(admin, "bench", null, default);
        server._api.BaseAddress = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        server._api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        server._admin = admin;
        await server.DeployAsync(services, admin, onnx);
        return server;
    }

    /// <summary>Asks the service within the process: all of it but HTTP, sign-in and JSON.</summary>
    public async Task VisitAsync(byte[] image)
    {
        using var visit = _app.Services.GetRequiredService<DeploymentServer>().Enter(_admin!, "bench");
        await visit.PredictAsync(image, null, default);
    }

    /// <summary>An answer without work behind it: the way there and back.</summary>
    public Task PingAsync() => _api.GetStringAsync("/health");

    /// <summary>The same with a token to check.</summary>
    public Task SignInAsync() => _api.GetStringAsync("/api/me");

    /// <summary>Sends an image and reads the answer to its end.</summary>
    public async Task AskAsync(byte[] image)
    {
        using var content = new ByteArrayContent(image) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var response = await _api.PostAsync("/api/deployments/bench/predict", content);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
        }
    }

    /// <summary>Uploads the images into a draft of their own and lets the model annotate it in the background.</summary>
    /// <returns>From the request to the end of the job, without the upload; and the boxes that it added.</returns>
    public async Task<(TimeSpan Elapsed, int Boxes)> AnnotateAsync(IEnumerable<byte[]> images, double minimumScore)
    {
        var services = _app.Services;
        var (_, draft) = await services.GetRequiredService<CreateDatasetCommand>().ExecuteAsync(_admin, _project, "To annotate", null, _ontology, default);
        var files = images.Select((bytes, number) => new NamedUpload($"{number}.jpg", _ => ValueTask.FromResult<Stream>(new MemoryStream(bytes))));
        await services.GetRequiredService<IngestAssetsCommand>().ExecuteAsync(_admin, draft, UploadSource.Of(files), null, default);

        var started = Stopwatch.GetTimestamp();
        using var accepted = await _api.PostAsJsonAsync($"/api/dataset-versions/{draft}/auto-annotation", new { modelVersionId = _version, minimumScore });
        accepted.EnsureSuccessStatusCode();
        while (true)
        {
            var status = await _api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{draft}/auto-annotation");
            if (!status.GetProperty("isRunning").GetBoolean())
            {
                return status.GetProperty("report") is { ValueKind: JsonValueKind.Object } report
                    ? (Stopwatch.GetElapsedTime(started), report.GetProperty("boxes").GetInt32())
                    : throw new InvalidOperationException(status.GetRawText());
            }

            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    // A registered model version on a frozen dataset version, without the training in between.
    private async Task DeployAsync(IServiceProvider services, Actor admin, byte[] onnx)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var project = await services.GetRequiredService<CreateProjectCommand>().ExecuteAsync(admin, "Bench", null, admin.DepartmentId, default);
        var now = time.GetUtcNow().UtcDateTime;
        var ontology = new LabelOntologyVersion(Ids.New(time), project, "v1", now);
        var dataset = new Dataset(Ids.New(time), project, "Images", null, now);
        var data = new DatasetVersion(Ids.New(time), dataset.Id, "v1", ontology.Id, null, now);
        await using (var db = await services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync())
        {
            db.AddRange(ontology, dataset, data);
            db.AddRange(BenchModel.ClassKeys.Select((key, index) => new LabelClass(Ids.New(time), ontology.Id, index, key, key, ShapeType.Bbox, "#ff0000", null, now)));
            await db.SaveChangesAsync();
            ontology.Freeze();
            await db.SaveChangesAsync();
            data.Freeze(new string('0', 64));
            await db.SaveChangesAsync();
        }

        var model = await services.GetRequiredService<CreateModelCommand>().ExecuteAsync(admin, project, "Detector", ModelTask.Det, null, default);
        var version = await services.GetRequiredService<CreateModelVersionCommand>().ExecuteAsync(admin, new NewModelVersion(model, data.Id, "libtorch", "1.13.1", "{}"), default);
        var blob = await services.GetRequiredService<IBlobStore>().PutAsync(new MemoryStream(onnx), default);
        await services.GetRequiredService<RegisterArtifactCommand>().ExecuteAsync(
            admin, new NewArtifact(version, "best.onnx", ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob.Uri, blob.Sha256, blob.Size), default);
        await services.GetRequiredService<FreezeModelVersionCommand>().ExecuteAsync(admin, version, "{}", default);
        (_project, _ontology, _version) = (project, ontology.Id, version);
        await services.GetRequiredService<DeployModelCommand>().ExecuteAsync(admin, version, "bench", DeploymentTarget.Cloud, default);
    }
}
