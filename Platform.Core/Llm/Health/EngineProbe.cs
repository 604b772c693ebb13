using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Health;

/// <summary>Asks an engine how it is, in the way that its kind has for it. No completion is ever asked for: that would cost money or a GPU's time.</summary>
public static class EngineProbe
{
    private const int LongestAnswerBytes = 2 << 20;
    private const int MostModels = 500;
    private const string Ollama = "Ollama is running";
    private const string LatestTag = ":latest";

    /// <summary>Never throws but for the caller's own cancellation.</summary>
    public static async Task<ProbeResult> CheckAsync(HttpClient client, EngineTarget target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (target.Credential is { Secret: null })
        {
            return ProbeResult.Fault(HealthReasons.CredentialUnreadable, null);
        }

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(timeout);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await DemandAliveAsync(client, target, bounded.Token);
            var elapsedMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            var models = await ModelsAsync(client, target, bounded.Token);
            if (NamesItsModels(target.Engine) && models.Count > 0 && !models.Any(model => IsSame(target, model)))
            {
                return ProbeResult.Fault(HealthReasons.ModelMissing, target.UpstreamModelName, elapsedMs, models);
            }

            return new ProbeResult(HealthReasons.Ok, null, elapsedMs, models, await MetricsAsync(client, target, bounded.Token));
        }
        catch (ProbeFault fault)
        {
            return ProbeResult.Fault(fault.Reason, fault.Detail, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Fault(ConnectionFaults.ReasonOf(failure), null, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private static async Task DemandAliveAsync(HttpClient client, EngineTarget target, CancellationToken cancellationToken)
    {
        switch (target.Engine)
        {
            case LlmEngine.Vllm or LlmEngine.Tgi or LlmEngine.LlamaCpp:
                await GetAsync(client, target, "/health", cancellationToken);
                break;
            case LlmEngine.Ollama:
                if (!Encoding.UTF8.GetString(await GetAsync(client, target, "/", cancellationToken)).StartsWith(Ollama, StringComparison.Ordinal))
                {
                    throw new ProbeFault(HealthReasons.WrongEngine, EnumTextOf(target.Engine));
                }

                break;
            case LlmEngine.OpenAi:
                // Its list of models is all that it says of itself.
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(target));
        }
    }

    private static async Task<IReadOnlyList<string>> ModelsAsync(HttpClient client, EngineTarget target, CancellationToken cancellationToken)
    {
        var (path, list, name) = target.Engine switch
        {
            LlmEngine.Ollama => ("/api/tags", "models", "name"),
            LlmEngine.Tgi => ("/info", null, "model_id"),
            _ => ("/v1/models", "data", "id"),
        };
        var root = JsonOf(await GetAsync(client, target, path, cancellationToken), path);
        if (list is null)
        {
            return StringOf(root, name) is { } only ? [only] : [];
        }

        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Select(item => StringOf(item, name)).OfType<string>().Take(MostModels)]
            : throw new ProbeFault(HealthReasons.WrongEngine, EnumTextOf(target.Engine));
    }

    // Metrics are an extra: an engine without them is as well as one with them.
    private static async Task<EngineMetrics?> MetricsAsync(HttpClient client, EngineTarget target, CancellationToken cancellationToken)
    {
        if (EngineMetrics.PathOf(target.Engine) is not { } path)
        {
            return null;
        }

        try
        {
            return EngineMetrics.Read(Encoding.UTF8.GetString(await GetAsync(client, target, path, cancellationToken)));
        }
        catch (Exception failure) when (failure is ProbeFault or HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<byte[]> GetAsync(HttpClient client, EngineTarget target, string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(target.At(path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var body = await ReadAsync(response.Content, cancellationToken);
        var status = $"HTTP {(int)response.StatusCode} {path}";
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => body,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new ProbeFault(HealthReasons.Unauthorized, status),
            HttpStatusCode.NotFound => throw new ProbeFault(HealthReasons.NotFound, status),
            HttpStatusCode.ServiceUnavailable when body.AsSpan().IndexOf("Loading model"u8) >= 0 => throw new ProbeFault(HealthReasons.Loading, status),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => throw new ProbeFault(HealthReasons.Redirected, status),
            _ => throw new ProbeFault(HealthReasons.HttpError, status),
        };
    }

    // What comes after the bound is left unread: a longer answer is none of the answers asked for.
    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while (kept.Length < LongestAnswerBytes && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static JsonElement JsonOf(byte[] body, string path)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            throw new ProbeFault(body.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? HealthReasons.Html : HealthReasons.NotJson, path);
        }
    }

    private static string? StringOf(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // llama.cpp and TGI run one model and answer whatever name they are asked for.
    private static bool NamesItsModels(LlmEngine engine) => engine is LlmEngine.Vllm or LlmEngine.Ollama or LlmEngine.OpenAi;

    private static bool IsSame(EngineTarget target, string model) => model == target.UpstreamModelName
        || (target.Engine == LlmEngine.Ollama && model.EndsWith(LatestTag, StringComparison.Ordinal) && model[..^LatestTag.Length] == target.UpstreamModelName);

    private static string EnumTextOf(LlmEngine engine) => Shared.EnumText<LlmEngine>.ToText(engine);
}
