using System.Text.Json;

namespace Platform.Core.Ontologies.Documents;

/// <summary>The lines on which the values of a JSON document begin, by their paths: <c>classes[2].color</c>.</summary>
internal static class JsonLines
{
    /// <summary>Throws <see cref="JsonException"/> on text that is no JSON.</summary>
    public static IReadOnlyDictionary<string, int> Of(ReadOnlySpan<byte> json)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        var parents = new Stack<(string Path, int Next)>();
        var path = "";
        var (line, counted) = (1, 0);
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += json[counted..start].Count((byte)'\n');
            counted = start;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var parent = parents.Peek().Path;
                    path = parent.Length == 0 ? reader.GetString()! : $"{parent}.{reader.GetString()}";
                    lines[path] = line;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    parents.Pop();
                    break;
                default:
                    Value(ref reader);
                    break;
            }
        }

        return lines;

        void Value(ref Utf8JsonReader reader)
        {
            // Inside an array (its counter is not negative) a value has no name but its place.
            if (parents.Count > 0 && parents.Peek() is { Next: >= 0 } array)
            {
                path = $"{array.Path}[{array.Next}]";
                lines[path] = line;
                parents.Pop();
                parents.Push((array.Path, array.Next + 1));
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                parents.Push((path, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
        }
    }
}
