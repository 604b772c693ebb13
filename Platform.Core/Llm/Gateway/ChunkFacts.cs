using System.Text.Json;

namespace Platform.Core.Llm.Gateway;

/// <summary>What an answer, or one chunk of it, says about itself.</summary>
/// <param name="Usage">Tokens, where it counts them.</param>
/// <param name="HasChoices">Whether it has at least one choice.</param>
/// <param name="HasText">Whether a choice brings something that was generated: text, reasoning or a part of a tool call.</param>
/// <param name="FinishReason">Of the first choice that has one.</param>
/// <param name="Error">The message of an error that came instead, or in the middle.</param>
public readonly record struct ChunkFacts(TokenUsage? Usage, bool HasChoices, bool HasText, string? FinishReason, string? Error)
{
    /// <returns>Null where the bytes are no JSON object.</returns>
    public static ChunkFacts? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ChunkFacts Of(JsonElement root)
    {
        var (hasChoices, hasText) = (false, false);
        string? finish = null;
        if (root.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array)
        {
            foreach (var choice in choices.EnumerateArray().Where(choice => choice.ValueKind == JsonValueKind.Object))
            {
                hasChoices = true;
                hasText |= BringsText(choice);
                finish ??= choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null;
            }
        }

        return new ChunkFacts(TokenUsage.Of(root), hasChoices, hasText, finish, ErrorOf(root));
    }

    private static bool BringsText(JsonElement choice)
    {
        if (IsText(choice, "text"))
        {
            return true;
        }

        var said = choice.TryGetProperty("delta", out var delta) ? delta : choice.TryGetProperty("message", out var message) ? message : default;
        return said.ValueKind == JsonValueKind.Object
            && (IsText(said, "content") || IsText(said, "reasoning") || IsText(said, "reasoning_content") || IsText(said, "refusal") || (said.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array && calls.GetArrayLength() > 0));
    }

    private static bool IsText(JsonElement element, string name) => element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString()!.Length > 0;

    // Engines say it as an object with a message, as a text, or (older ones) flat.
    private static string? ErrorOf(JsonElement root) =>
        root.TryGetProperty("error", out var error)
            ? error.ValueKind switch
            {
                JsonValueKind.String => error.GetString(),
                JsonValueKind.Object => error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString() : error.GetRawText(),
                _ => null,
            }
            : root.TryGetProperty("object", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("error") && root.TryGetProperty("message", out var flat) ? flat.ToString() : null;
}

/// <summary>Tokens as an engine counted them.</summary>
public readonly record struct TokenUsage(int Prompt, int Completion)
{
    internal static TokenUsage? Of(JsonElement root) =>
        root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object && Count(usage, "prompt_tokens") is { } prompt ? new TokenUsage(prompt, Count(usage, "completion_tokens") ?? 0) : null;

    private static int? Count(JsonElement usage, string name) => usage.TryGetProperty(name, out var count) && count.TryGetInt32(out var number) && number >= 0 ? number : null;
}
