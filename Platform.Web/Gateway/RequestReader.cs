using System.Buffers;
using Platform.Core.Llm.Gateway;

namespace Platform.Web.Gateway;

/// <summary>Reads a request's body, bounded.</summary>
internal static class RequestReader
{
    /// <exception cref="GatewayException">Too large, or no JSON object.</exception>
    public static async Task<JsonMembers> ReadAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return JsonMembers.Parse(body) ?? throw new GatewayException(GatewayError.BadRequest("invalid_json", "The body of the request is no JSON object. Send one, encoded in UTF-8."));
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static GatewayException TooLarge(int maxBytes) => new(new GatewayError(
        413, "invalid_request_error", "request_too_large", $"The request is larger than {maxBytes >> 20} MiB. Shorten the prompt, or have an administrator raise Platform:Llm:Gateway:MaxRequestBytes.") { ShouldRetry = false });
}
