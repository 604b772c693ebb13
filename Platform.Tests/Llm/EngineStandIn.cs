using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Core.Llm.Model;

namespace Platform.Tests.Llm;

/// <summary>A real server that answers as an engine of its kind does, or as one that is broken in a way that a test chooses.</summary>
public sealed class EngineStandIn : IAsyncDisposable
{
    public const string Model = "m";

    private readonly WebApplication _app;
    private readonly LlmEngine _engine;

    private EngineStandIn(WebApplication app, LlmEngine engine) => (_app, _engine) = (app, engine);

    public string Address { get; private set; } = "";

    /// <summary>Answers instead of the engine while it is set.</summary>
    public Func<HttpContext, Task>? Fault { get; set; }

    /// <summary>Asked for, with the credential that came along.</summary>
    public ConcurrentQueue<(string Path, string Authorization)> Requests { get; } = new();

    public static async Task<EngineStandIn> StartAsync(LlmEngine engine)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new EngineStandIn(app, engine);
        app.Run(standIn.AnswerAsync);
        await app.StartAsync();
        standIn.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return standIn;
    }

    public static Func<HttpContext, Task> Status(int status, string body = "") => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    public static Task Html(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<!doctype html><title>Sign in</title>");
    }

    /// <summary>Until the client gives up.</summary>
    public static Task Silence(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue((context.Request.Path, context.Request.Headers.Authorization.ToString()));
        return Fault is { } fault ? fault(context) : (_engine, context.Request.Path.Value) switch
        {
            (LlmEngine.Vllm, "/health") or (LlmEngine.Tgi, "/health") => Task.CompletedTask,
            (LlmEngine.Vllm, "/metrics") => context.Response.WriteAsync("# HELP x\nvllm:num_requests_running{model_name=\"m\"} 2.0\nvllm:num_requests_waiting{model_name=\"m\"} 3.0\nvllm:kv_cache_usage_perc{model_name=\"m\"} 0.25\n"),
            (LlmEngine.LlamaCpp, "/health") => context.Response.WriteAsync("{\"status\":\"ok\"}"),
            (LlmEngine.LlamaCpp, "/metrics") => Status(501, "{\"error\":{\"code\":501}}")(context),
            (LlmEngine.Ollama, "/") => context.Response.WriteAsync("Ollama is running"),
            (LlmEngine.Ollama, "/api/tags") => context.Response.WriteAsync("{\"models\":[{\"name\":\"m:latest\"},{\"name\":\"other:8b\"}]}"),
            (LlmEngine.Tgi, "/info") => context.Response.WriteAsync("{\"model_id\":\"org/model\",\"version\":\"3\"}"),
            (LlmEngine.Tgi, "/metrics") => context.Response.WriteAsync("tgi_queue_size 4\ntgi_batch_current_size 1\n"),
            (LlmEngine.LlamaCpp, "/v1/models") => context.Response.WriteAsync("{\"data\":[{\"id\":\"/models/m.gguf\"}]}"),
            (LlmEngine.Vllm or LlmEngine.OpenAi, "/v1/models") => context.Response.WriteAsync("{\"object\":\"list\",\"data\":[{\"id\":\"m\"},{\"id\":\"n\"}]}"),
            _ => Status(404, "{}")(context),
        };
    }
}
