using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access.Queries;
using Platform.Core.People.Commands;
using Platform.Web.Hosting;

namespace SmartBench;

/// <summary>The whole platform on a port and in a folder of its own, with one administrator; the folder is gone afterwards.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "platform-bench-" + Path.GetRandomFileName());
    private readonly WebApplication _app;
    private readonly HttpClient _api = new();

    private BenchServer() =>
        _app = PlatformApplication.Build(["--urls", "http://127.0.0.1:0", "--Platform:DataRoot", _data, "--Storage:Root", Path.Combine(_data, "storage"), "--Logging:LogLevel:Default", "Error"]);

    public static async Task<BenchServer> StartAsync()
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
        return server;
    }

    public async Task<IReadOnlyList<Guid>> AddImagesAsync(IEnumerable<byte[]> images)
    {
        var project = (await PostAsync("/api/projects", new { name = "Bench" })).GetProperty("id").GetGuid();
        await PostAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes = new[] { new { key = "disk", shapeType = "polygon", color = "#ff0000" } } });
        var version = (await PostAsync($"/api/projects/{project}/datasets", new { name = "Images" })).GetProperty("versionId").GetGuid();
        using var form = new MultipartFormDataContent();
        foreach (var image in images)
        {
            form.Add(new ByteArrayContent(image), "file", $"bench-{form.Count()}.jpg");
        }

        var report = await AnswerAsync(await _api.PostAsync($"/api/dataset-versions/{version}/assets", form));
        return [.. report.GetProperty("added").EnumerateArray().Select(added => added.GetProperty("assetId").GetGuid())];
    }

    public async Task<JsonElement> PostAsync(string path, object body) => await AnswerAsync(await _api.PostAsJsonAsync(path, body));

    /// <summary>A question that may have no answer, such as a box over nothing.</summary>
    public async Task AskAsync(string path, object body)
    {
        using var response = await _api.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode && !text.Contains("smart.nothing_found", StringComparison.Ordinal))
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

    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonElement.Parse(text.Length > 0 ? text : "{}") : throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
    }
}
