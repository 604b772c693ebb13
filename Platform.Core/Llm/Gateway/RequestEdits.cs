using System.Text.Json;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Gateway;

/// <summary>
/// What a request is changed by on its way to an engine, and nothing else is: the model's name there, the preset's values below the request's own, and the wish to be told
/// token counts. What an engine would drop without a word is refused.
/// </summary>
public static class RequestEdits
{
    // Of Ollama's and TGI's OpenAI interfaces: fields that they read over.
    private static readonly string[] s_ollamaIgnores = ["top_k", "min_p", "num_ctx", "options", "tool_choice", "logit_bias"];
    private static readonly string[] s_tgiIgnores = ["top_k", "min_p"];

    /// <summary>The body for the engine.</summary>
    /// <exception cref="GatewayException">The engine would not honour a field.</exception>
    public static byte[] Apply(JsonMembers request, GatewayOperation operation, EngineTarget target, RoutedPreset? preset)
    {
        var changes = new Dictionary<string, byte[]?> { ["model"] = JsonSerializer.SerializeToUtf8Bytes(target.UpstreamModelName, GatewayJson.Default.String) };
        if (operation.Generates)
        {
            AddPreset(changes, request, preset);
            AddLimit(changes, request, target.Engine, preset);
            if (request.IsTrue("stream"))
            {
                changes["stream_options"] = StreamOptions(request, target.Engine);
            }

            DemandHonoured(request, changes, target.Engine, preset);
        }

        return request.With(changes);
    }

    private static void AddPreset(Dictionary<string, byte[]?> changes, JsonMembers request, RoutedPreset? preset)
    {
        Add("temperature", preset?.Temperature);
        Add("top_p", preset?.TopP);
        if (preset?.TopK is { } topK && !request.IsSet("top_k"))
        {
            changes["top_k"] = JsonSerializer.SerializeToUtf8Bytes(topK, GatewayJson.Default.Int32);
        }

        void Add(string name, double? value)
        {
            if (value is { } number && !request.IsSet(name))
            {
                changes[name] = JsonSerializer.SerializeToUtf8Bytes(number, GatewayJson.Default.Double);
            }
        }
    }

    // Ollama knows the older name of the limit only.
    private static void AddLimit(Dictionary<string, byte[]?> changes, JsonMembers request, LlmEngine engine, RoutedPreset? preset)
    {
        if (engine == LlmEngine.Ollama && request.IsSet("max_completion_tokens"))
        {
            changes["max_tokens"] = request.ValueOf("max_completion_tokens").ToArray();
            changes["max_completion_tokens"] = null;
        }
        else if (preset?.MaxTokens is { } limit && !request.IsSet("max_tokens") && !request.IsSet("max_completion_tokens"))
        {
            changes["max_tokens"] = JsonSerializer.SerializeToUtf8Bytes(limit, GatewayJson.Default.Int32);
        }
    }

    // vLLM can say with every piece what was used so far: the count is exact also where the caller leaves early.
    private static byte[] StreamOptions(JsonMembers request, LlmEngine engine)
    {
        var wishes = new Dictionary<string, byte[]?> { ["include_usage"] = "true"u8.ToArray() };
        var said = JsonMembers.Parse(request.ValueOf("stream_options"));
        if (engine == LlmEngine.Vllm && said?.Has("continuous_usage_stats") != true)
        {
            wishes["continuous_usage_stats"] = "true"u8.ToArray();
        }

        return (said ?? JsonMembers.Parse("{}"u8.ToArray())!).With(wishes);
    }

    private static void DemandHonoured(JsonMembers request, Dictionary<string, byte[]?> changes, LlmEngine engine, RoutedPreset? preset)
    {
        var ignored = engine switch { LlmEngine.Ollama => s_ollamaIgnores, LlmEngine.Tgi => s_tgiIgnores, _ => [] };
        var name = EnumName(engine);
        if (ignored.FirstOrDefault(request.IsSet) is { } field)
        {
            throw new GatewayException(GatewayError.BadRequest("unsupported_parameter", $"The engine of this deployment ({name}) would ignore '{field}'. Leave it out, or choose a deployment on vLLM or llama.cpp.", field));
        }

        if (ignored.FirstOrDefault(changes.ContainsKey) is { } byPreset)
        {
            throw new GatewayException(GatewayError.BadRequest(
                "unsupported_parameter", $"The preset '{preset!.Name}' sets '{byPreset}', which the engine of this deployment ({name}) would ignore. Choose another preset, or a deployment on vLLM or llama.cpp.", byPreset));
        }

        if (engine is LlmEngine.Ollama or LlmEngine.Tgi && request.IsSet("n") && !request.ValueOf("n").Span.SequenceEqual("1"u8))
        {
            throw new GatewayException(GatewayError.BadRequest("unsupported_parameter", $"The engine of this deployment ({name}) answers with one choice whatever 'n' says. Leave it out, or ask several times.", "n"));
        }
    }

    private static string EnumName(LlmEngine engine) => Shared.EnumText<LlmEngine>.ToText(engine);
}
