using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Training.Runs;

/// <summary>JSON of run files and of the event stream: camelCase, enumerations by name.</summary>
public static class RunJson
{
    public static JsonSerializerOptions Options { get; } = Make(false);

    public static JsonSerializerOptions Indented { get; } = Make(true);

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        // A diverged loss is a fact worth storing, and JSON has no other word for it.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
