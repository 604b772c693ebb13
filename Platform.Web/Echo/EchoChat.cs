using System.Text.Json.Nodes;

namespace Platform.Web.Echo;

/// <summary>Says back what the user said last, word by word, as long as max_tokens allows.</summary>
internal static class EchoChat
{
    public static async Task AnswerAsync(HttpContext context)
    {
        if (await EchoAnswers.ReadAsync(context) is not { } request)
        {
            return;
        }

        if (request["messages"] is not JsonArray { Count: > 0 } messages)
        {
            await EchoAnswers.ErrorAsync(context, StatusCodes.Status400BadRequest, "invalid_request_error", "messages", "messages must hold at least one message.");
            return;
        }

        var said = EchoAnswers.Tokens(TextOf(messages.LastOrDefault(message => RoleOf(message) == "user") ?? messages[^1]));
        var answer = said.Take(EchoAnswers.WholeOf(request, "max_completion_tokens", "max_tokens") ?? int.MaxValue).ToList();
        var (asked, finish) = (messages.Sum(message => EchoAnswers.Tokens(TextOf(message)).Count), answer.Count < said.Count ? "length" : "stop");
        var reply = new Reply(EchoAnswers.NewId("chatcmpl"), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), answer, asked, finish);
        await (EchoAnswers.IsTrue(request["stream"]) ? StreamAsync(context, request, reply) : WholeAsync(context, reply));
    }

    private static Task WholeAsync(HttpContext context, Reply reply) => context.Response.WriteAsJsonAsync(
        new
        {
            id = reply.Id,
            @object = "chat.completion",
            created = reply.Created,
            model = EchoAnswers.Model,
            choices = new[] { new { index = 0, message = new { role = "assistant", content = string.Concat(reply.Tokens), refusal = (string?)null }, logprobs = (object?)null, finish_reason = reply.Finish } },
            usage = EchoAnswers.Usage(reply.Asked, reply.Tokens.Count),
        },
        context.RequestAborted);

    private static async Task StreamAsync(HttpContext context, JsonObject request, Reply reply)
    {
        EchoStream.Begin(context);
        await SendAsync(new { role = "assistant", content = "" }, null);
        foreach (var token in reply.Tokens)
        {
            await SendAsync(new { content = token }, null);
        }

        await SendAsync(new { }, reply.Finish);
        if (EchoAnswers.IsTrue(request["stream_options"]?["include_usage"]))
        {
            await EchoStream.SendAsync(context, new
            {
                id = reply.Id, @object = "chat.completion.chunk", created = reply.Created, model = EchoAnswers.Model, choices = Array.Empty<object>(), usage = EchoAnswers.Usage(reply.Asked, reply.Tokens.Count),
            });
        }

        await EchoStream.EndAsync(context);

        Task SendAsync(object delta, string? finish) => EchoStream.SendAsync(context, new
        {
            id = reply.Id, @object = "chat.completion.chunk", created = reply.Created, model = EchoAnswers.Model, choices = new[] { new { index = 0, delta, logprobs = (object?)null, finish_reason = finish } },
        });
    }

    private static string? RoleOf(JsonNode? message) => (message as JsonObject)?["role"] is JsonValue role && role.TryGetValue<string>(out var name) ? name : null;

    // Content is a text, or parts of which some are text.
    private static string TextOf(JsonNode? message) => (message as JsonObject)?["content"] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray parts => string.Join(' ', parts.OfType<JsonObject>().Select(part => part["text"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).OfType<string>()),
        _ => "",
    };

    private sealed record Reply(string Id, long Created, IReadOnlyList<string> Tokens, int Asked, string Finish);
}
