using System.Globalization;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Health;

/// <summary>How busy an engine says it is.</summary>
/// <param name="Running">Requests being answered.</param>
/// <param name="Waiting">Requests in its line.</param>
/// <param name="KvCacheUsed">Share of the memory for contexts that is taken, 0 to 1.</param>
public sealed record EngineMetrics(int? Running, int? Waiting, double? KvCacheUsed)
{
    // The names that engines give to the same three things; older vLLM called its cache after the GPU.
    private static readonly string[] s_running = ["vllm:num_requests_running", "llamacpp:requests_processing", "tgi_batch_current_size"];
    private static readonly string[] s_waiting = ["vllm:num_requests_waiting", "llamacpp:requests_deferred", "tgi_queue_size"];
    private static readonly string[] s_cache = ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "llamacpp:kv_cache_usage_ratio"];

    /// <summary>Where the engine tells; null for those that do not.</summary>
    public static string? PathOf(LlmEngine engine) => engine is LlmEngine.Vllm or LlmEngine.LlamaCpp or LlmEngine.Tgi ? "/metrics" : null;

    /// <summary>
    /// Reads Prometheus text such as <c>vllm:num_requests_running{model_name="m"} 2.0</c>. Requests of several models are added up; of caches the fullest counts.
    /// </summary>
    /// <returns>Null where none of the names stands in it.</returns>
    public static EngineMetrics? Read(string text)
    {
        double? running = null, waiting = null, cache = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#' || ValueOf(line) is not { } value)
            {
                continue;
            }

            var name = line[..line.IndexOfAny('{', ' ')];
            running = Holds(s_running, name) ? (running ?? 0) + value : running;
            waiting = Holds(s_waiting, name) ? (waiting ?? 0) + value : waiting;
            cache = Holds(s_cache, name) ? Math.Max(cache ?? 0, value) : cache;
        }

        return running is null && waiting is null && cache is null ? null : new EngineMetrics(Whole(running), Whole(waiting), cache);
    }

    private static double? ValueOf(ReadOnlySpan<char> line)
    {
        var labels = line.LastIndexOf('}');
        var start = labels >= 0 ? labels + 1 : line.IndexOf(' ');
        if (start < 0)
        {
            return null;
        }

        // A time stamp may follow the value.
        var rest = line[start..].Trim();
        var end = rest.IndexOf(' ');
        return double.TryParse(end < 0 ? rest : rest[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    private static bool Holds(string[] names, ReadOnlySpan<char> name)
    {
        foreach (var known in names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    private static int? Whole(double? value) => value is { } known ? (int)Math.Clamp(known, 0, int.MaxValue) : null;
}
