using System.Text.Json.Nodes;

namespace Platform.Web.Echo;

/// <summary>Says prompts back. A prompt is a text, some texts, tokens, or some lists of tokens.</summary>
internal static class EchoCompletions
{
    public static async Task AnswerAsync(HttpContext context)
    {
        if (await EchoAnswers.ReadAsync(context) is not { } request)
        {
            return;
        }

        var prompts = TextsOf(request["prompt"]);
        if (prompts.Count == 0)
        {
            await EchoAnswers.ErrorAsync(context, StatusCodes.Status400BadRequest, "invalid_request_error", "prompt", "prompt must be a text, texts, or tokens.");
            return;
        }

        var most = EchoAnswers.WholeOf(request, "max_tokens") ?? int.MaxValue;
        var said = prompts.Select(EchoAnswers.Tokens).ToList();
        var answers = said.Select(tokens => tokens.Take(most).ToList()).ToList();
        var (id, created) = (EchoAnswers.NewId("cmpl"), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var usage = EchoAnswers.Usage(said.Sum(tokens => tokens.Count), answers.Sum(tokens => tokens.Count));
        if (!EchoAnswers.IsTrue(request["stream"]))
        {
            var choices = answers.Select((tokens, index) => Choice(index, string.Concat(tokens), Finish(index)));
            await context.Response.WriteAsJsonAsync(new { id, @object = "text_completion", created, model = EchoAnswers.Model, choices, usage }, context.RequestAborted);
            return;
        }

        EchoStream.Begin(context);
        foreach (var (index, tokens) in answers.Index())
        {
            foreach (var token in tokens)
            {
                await EchoStream.SendAsync(context, new { id, @object = "text_completion", created, model = EchoAnswers.Model, choices = new[] { Choice(index, token, null) } });
            }

            await EchoStream.SendAsync(context, new { id, @object = "text_completion", created, model = EchoAnswers.Model, choices = new[] { Choice(index, "", Finish(index)) } });
        }

        if (EchoAnswers.IsTrue(request["stream_options"]?["include_usage"]))
        {
            await EchoStream.SendAsync(context, new { id, @object = "text_completion", created, model = EchoAnswers.Model, choices = Array.Empty<object>(), usage });
        }

        await EchoStream.EndAsync(context);

        string Finish(int index) => answers[index].Count < said[index].Count ? "length" : "stop";
    }

    /// <summary>Tokens are said back by their numbers.</summary>
    public static IReadOnlyList<string> TextsOf(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        JsonArray { Count: > 0 } items when items.All(item => item is JsonValue value && value.TryGetValue<int>(out _)) => [Numbers(items)],
        JsonArray items => [.. items.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : item is JsonArray tokens ? Numbers(tokens) : null).OfType<string>()],
        _ => [],
    };

    private static string Numbers(JsonArray tokens) => string.Join(' ', tokens.Select(token => token?.ToJsonString()));

    private static object Choice(int index, string text, string? finish) => new { text, index, logprobs = (object?)null, finish_reason = finish };
}
