using System.Text.Json;

namespace Platform.Core.Llm.Datasets;

/// <summary>A line of a dataset as people look at it: the turns of a conversation, a prompt with its completion, or whatever else it is.</summary>
/// <param name="Line">As it stands in the file.</param>
/// <param name="Turns">Empty where it is no conversation.</param>
public sealed record DatasetExample(JsonLine Line, IReadOnlyList<DatasetTurn> Turns)
{
    private static readonly (string Asked, string Answered)[] s_pairs = [("prompt", "completion"), ("prompt", "response"), ("instruction", "output"), ("question", "answer"), ("input", "output")];

    public static DatasetExample Of(JsonLine line)
    {
        if (!line.IsJson || line.IsCut)
        {
            return new DatasetExample(line, []);
        }

        var root = JsonElement.Parse(line.Text);
        return new DatasetExample(line, root.ValueKind != JsonValueKind.Object ? [] : Messages(root) ?? Pair(root) ?? []);
    }

    // {"messages": [{"role": "user", "content": "…"}, …]}, also "conversations" with "from" and "value".
    private static IReadOnlyList<DatasetTurn>? Messages(JsonElement root)
    {
        if (!(root.TryGetProperty("messages", out var messages) || root.TryGetProperty("conversations", out messages)) || messages.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var turns = messages.EnumerateArray().Where(message => message.ValueKind == JsonValueKind.Object)
            .Select(message => new DatasetTurn(Text(message, "role") ?? Text(message, "from") ?? "", Text(message, "content") ?? Text(message, "value") ?? "")).ToList();
        return turns.Count == 0 ? null : turns;
    }

    private static IReadOnlyList<DatasetTurn>? Pair(JsonElement root)
    {
        foreach (var (asked, answered) in s_pairs)
        {
            if (Text(root, asked) is { } prompt && Text(root, answered) is { } completion)
            {
                return [new DatasetTurn(asked, prompt), new DatasetTurn(answered, completion)];
            }
        }

        return null;
    }

    private static string? Text(JsonElement item, string name) => !item.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null
        : value.GetRawText();
}

/// <summary>One side of a conversation.</summary>
public sealed record DatasetTurn(string Role, string Text);
