using System.Text.Json;

namespace Platform.Core.Llm.Gateway;

/// <summary>
/// Why a request is refused or failed, in the form in which OpenAI's clients expect it: <c>{"error": {"message", "type", "param", "code"}}</c>, all four there.
/// </summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Type">Kind by which clients choose their exception.</param>
/// <param name="Code">What went wrong, for programs.</param>
/// <param name="Message">What went wrong and what to do, for people.</param>
/// <param name="Param">The field of the request that it is about.</param>
public sealed record GatewayError(int Status, string Type, string Code, string Message, string? Param = null)
{
    /// <summary>False for what trying again will not change: clients then leave it.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>After which a new try makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static GatewayError BadRequest(string code, string message, string? param = null) => new(400, "invalid_request_error", code, message, param);

    public static GatewayError NotFound(string model) => new(404, "invalid_request_error", "model_not_found", $"The model '{model}' does not exist, or you may not use it. GET /v1/models lists those that you may use.", "model");

    public static GatewayError Upstream(string code, string message) => new(502, "api_error", code, message);

    public static GatewayError Timeout(string code, string message) => new(504, "timeout_error", code, message);

    public static GatewayError Unavailable(string code, string message) => new(503, "api_error", code, message) { RetryAfter = TimeSpan.FromSeconds(2) };

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", Message);
            writer.WriteString("type", Type);
            writer.WriteString("param", Param);
            writer.WriteString("code", Code);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}

/// <summary>A request that ends with an error instead of an answer, before anything of an answer was sent.</summary>
public sealed class GatewayException(GatewayError error) : Exception(error.Message)
{
    public GatewayError Error { get; } = error;
}
