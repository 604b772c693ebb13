using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Web.Gateway;

/// <summary>A real server that answers each request as a test says, and remembers what it was asked.</summary>
public sealed class FaultyEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FaultyEngine(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    public Func<HttpContext, string, Task> Answer { get; set; } = (context, _) => Whole(context, Chat("Hello."));

    /// <summary>Bodies as they came.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>Completes when a caller leaves before its answer is complete.</summary>
    public Task Abandoned => _abandoned.Task;

    public static async Task<FaultyEngine> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var engine = new FaultyEngine(app);
        app.Run(engine.RunAsync);
        await app.StartAsync();
        engine.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return engine;
    }

    public static string Chat(string text, string extra = "") =>
        $$"""{"id":"c1","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(text)}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}{{extra}}}""";

    public static string Delta(string text) => $$"""{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":{{JsonSerializer.Serialize(text)}}},"finish_reason":null}]}""";

    public const string Stop = """{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public const string Usage = """{"id":"c1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}""";

    public static Task Whole(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>Events with these data, and nothing after them.</summary>
    public static async Task StreamAsync(HttpContext context, params string[] data)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        foreach (var one in data)
        {
            await context.Response.WriteAsync($"data: {one}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task RunAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        if (context.Request.Method == "GET")
        {
            // The health watch passes by.
            await Whole(context, """{"object":"list","data":[{"id":"up"}]}""");
            return;
        }

        Bodies.Enqueue(body);
        using var left = context.RequestAborted.Register(() => _abandoned.TrySetResult());
        await Answer(context, body);
    }
}
