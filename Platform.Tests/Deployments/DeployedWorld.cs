using System.Net.Http.Headers;
using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Storage;
using Platform.Tests.Support;
using Platform.Tests.Web.Host;
using Platform.Training.Inference;
using Platform.Training.Interop;

namespace Platform.Tests.Deployments;

/// <summary>A running server with two registered detectors of one model, whose boxes begin at column 10 and at column 30 of their input; it may be started again on the same data.</summary>
internal sealed class DeployedWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _settings;

    private DeployedWorld(TestDatabase database, Seed seed, string[] settings) => (Database, Seed, _settings) = (database, seed, settings);

    public TestDatabase Database { get; }

    public Seed Seed { get; }

    public PlatformHost Host { get; private set; } = null!;

    public HttpClient Api { get; private set; } = null!;

    public Guid First { get; private set; }

    public Guid Second { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DeployedWorld> CreateAsync(DatabaseEngine engine = DatabaseEngine.Sqlite, params string[] settings)
    {
        Assert.SkipUnless(OnnxRuntimeAvailability.IsAvailable, $"ONNX Runtime is not available: {OnnxRuntimeAvailability.Problem}");
        Assert.SkipUnless(ImagingLibrary.IsAvailable, "The imaging library is not built.");
        var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var world = new DeployedWorld(database, seed, settings);
        await world.StartAsync();
        var first = await seed.AddModelVersionAsync(database);
        world.First = await world.RegisterAsync(first.Id, KnownDetector.Build(10));
        var second = await world.Host.Get<CreateModelVersionCommand>().ExecuteAsync(seed.Actor, new NewModelVersion(first.ModelId, seed.Version.Id, "libtorch", "1.13.1", "{}"), Cancellation);
        world.Second = await world.RegisterAsync(second, KnownDetector.Build(30));
        return world;
    }

    public Task DeployAsync(Guid modelVersionId, string name = "cells") =>
        Host.Get<DeployModelCommand>().ExecuteAsync(Seed.Actor, modelVersionId, name, DeploymentTarget.Cloud, Cancellation);

    /// <summary>Ends the server as a service manager does, and starts it on the same database and store.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task<HttpResponseMessage> AskAsync(byte[] image, string query = "", string name = "cells", HttpClient? api = null)
    {
        using var content = new ByteArrayContent(image) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        return await (api ?? Api).PostAsync($"/api/deployments/{name}/predict{query}", content, Cancellation);
    }

    public async Task<JsonElement> AnswerAsync(byte[] image, string query = "")
    {
        using var response = await AskAsync(image, query);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        response.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonElement.Parse(text);
    }

    public async Task<Guid> VersionOfAsync(byte[] image) => (await AnswerAsync(image)).GetProperty("modelVersionId").GetGuid();

    public async Task<HttpClient> ClientOfAsync(Actor actor) => await Host.ClientOfAsync(actor);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        Host = PlatformHost.On(Database, ["--Storage:Root", _folder["store"], "--Serving:PollSeconds", "0.2", .. _settings]);
        await Host.InitializeAsync();
        Api = await Host.ClientOfAsync(Seed.Actor);
    }

    private async Task StopAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>Another version of the model with files in this order, each with what is recorded of its conversion.</summary>
    public async Task<Guid> AddVersionAsync(params (byte[] Onnx, string? Compat)[] files)
    {
        var model = (await Host.Get<ModelQueries>().GetVersionAsync(Seed.Actor, First, Cancellation)).Model.Id;
        var version = await Host.Get<CreateModelVersionCommand>().ExecuteAsync(Seed.Actor, new NewModelVersion(model, Seed.Version.Id, "libtorch", "1.13.1", "{}"), Cancellation);
        foreach (var (onnx, compat) in files)
        {
            await AddFileAsync(version, onnx, compat);
        }

        await Host.Get<FreezeModelVersionCommand>().ExecuteAsync(Seed.Actor, version, "{}", Cancellation);
        return version;
    }

    private async Task<Guid> RegisterAsync(Guid modelVersionId, byte[] onnx)
    {
        await AddFileAsync(modelVersionId, onnx, null);
        await Host.Get<FreezeModelVersionCommand>().ExecuteAsync(Seed.Actor, modelVersionId, "{}", Cancellation);
        return modelVersionId;
    }

    private async Task AddFileAsync(Guid modelVersionId, byte[] onnx, string? compat)
    {
        var blob = await Host.Get<IBlobStore>().PutAsync(new MemoryStream(onnx), Cancellation);
        await Host.Get<RegisterArtifactCommand>().ExecuteAsync(
            Seed.Actor,
            new NewArtifact(modelVersionId, "best.onnx", ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob.Uri, blob.Sha256, blob.Size) { Compat = compat },
            Cancellation);
    }
}
