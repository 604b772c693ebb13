using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Data;
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
    private Actor? _admin;

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
        await DeployAsync(services, admin, onnx);
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

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    // A registered model version on a frozen dataset version, without the training in between.
    private static async Task DeployAsync(IServiceProvider services, Actor admin, byte[] onnx)
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
        await services.GetRequiredService<DeployModelCommand>().ExecuteAsync(admin, version, "bench", DeploymentTarget.Cloud, default);
    }
}
