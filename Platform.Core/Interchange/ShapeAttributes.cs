using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Core.Interchange;

/// <summary>The attribute document of a shape: flags that hold and named values; null when there are none.</summary>
internal static class ShapeAttributes
{
    // The relaxed encoder keeps Korean and other text readable in the database.
    public static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? Write(IEnumerable<(string Name, bool Holds)> flags, IEnumerable<KeyValuePair<string, JsonNode?>>? values = null)
    {
        var document = new JsonObject();
        foreach (var (name, node) in values ?? [])
        {
            document[name] = node?.DeepClone();
        }

        foreach (var (name, _) in flags.Where(flag => flag.Holds))
        {
            document[name] = true;
        }

        return document.Count == 0 ? null : document.ToJsonString(Json);
    }
}
