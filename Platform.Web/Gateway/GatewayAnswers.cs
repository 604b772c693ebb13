using System.Globalization;
using System.Text.Json;
using Platform.Core.Llm.Gateway;

namespace Platform.Web.Gateway;

/// <summary>Answers in the forms of OpenAI's interface.</summary>
public static class GatewayAnswers
{
    public const string RequestIdHeader = "x-request-id";

    public static GatewayError NoToken { get; } = new(401, "invalid_request_error", "invalid_api_key", "The request carries no token that is known and stands. Make one at API tokens, with the scope llm, and send it as 'Authorization: Bearer …'.");

    public static async Task ErrorAsync(HttpContext context, GatewayError error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        if (error.RetryAfter is { } delay)
        {
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (error.ShouldRetry is { } should)
        {
            response.Headers["x-should-retry"] = should ? "true" : "false";
        }

        if (!response.Headers.ContainsKey(RequestIdHeader))
        {
            response.Headers[RequestIdHeader] = context.TraceIdentifier;
        }

        await response.Body.WriteAsync(error.ToJson(), context.RequestAborted);
    }

    public static async Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers[RequestIdHeader] = context.TraceIdentifier;
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        write(writer);
        await writer.FlushAsync(context.RequestAborted);
    }
}
