using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Core.Llm.Registry.Commands;

namespace Platform.Web.Echo;

/// <summary>What the echo engine's endpoints share: one model, errors as OpenAI clients read them, words for tokens.</summary>
internal static class EchoAnswers
{
    private static readonly DateTimeOffset s_created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Model => RegisterEchoEngineCommand.ModelName;

    public static Task ModelsAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        new { @object = "list", data = new[] { new { id = Model, @object = "model", created = s_created.ToUnixTimeSeconds(), owned_by = "platform" } } }, context.RequestAborted);

    public static Task ErrorAsync(HttpContext context, int status, string type, string code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { message, type, param = (string?)null, code } }, context.RequestAborted);
    }

    /// <returns>Null after an answer was written that says what is wrong.</returns>
    public static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        try
        {
            if (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) is JsonObject request)
            {
                if (request["model"] is JsonValue model && model.TryGetValue<string>(out var name) && name == Model)
                {
                    return request;
                }

                await ErrorAsync(context, StatusCodes.Status404NotFound, "invalid_request_error", "model_not_found", $"The only model here is '{Model}'.");
                return null;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        await ErrorAsync(context, StatusCodes.Status400BadRequest, "invalid_request_error", "invalid_json", "The body must be a JSON object.");
        return null;
    }

    /// <summary>A token is a word with the space before it, so that joining tokens gives the text back.</summary>
    public static IReadOnlyList<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || (char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1])))
            {
                tokens.Add(text[start..i]);
                start = i;
            }
        }

        return tokens;
    }

    public static int? WholeOf(JsonObject request, params string[] names) =>
        names.Select(name => request[name] is JsonValue value && value.TryGetValue<int>(out var whole) ? whole : (int?)null).FirstOrDefault(whole => whole is not null);

    public static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static object Usage(int prompt, int completion) => new { prompt_tokens = prompt, completion_tokens = completion, total_tokens = prompt + completion };

    public static string NewId(string prefix) => $"{prefix}-{Guid.CreateVersion7():N}";
}
