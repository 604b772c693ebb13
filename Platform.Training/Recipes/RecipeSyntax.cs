using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Platform.Training.Recipes;

/// <summary>Turns JSON and YAML text into one tree, and back.</summary>
internal static class RecipeSyntax
{
    // Anchors let a short YAML text stand for an endless tree.
    private const int MaxNodes = 2_000;

    private static readonly JsonDocumentOptions s_json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    public static T? Fault<T>(List<RecipeFault> faults, long line, string problem)
        where T : class
    {
        faults.Add(new RecipeFault("", RecipeFaultKind.Syntax, line.ToString(CultureInfo.InvariantCulture), problem));
        return null;
    }

    public static JsonObject? FromJson(string text, List<RecipeFault> faults)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: s_json) as JsonObject ?? Fault<JsonObject>(faults, 1, "a recipe is a JSON object.");
        }
        catch (JsonException fault)
        {
            return Fault<JsonObject>(faults, (fault.LineNumber ?? 0) + 1, Sentence(fault.Message));
        }
    }

    public static JsonObject? FromYaml(string text, List<RecipeFault> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var count = 0;
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? ToJson(root, ref count)
                : Fault<JsonObject>(faults, 1, "a recipe is one YAML mapping such as \"epochs: 80\".");
        }
        catch (YamlException fault)
        {
            return Fault<JsonObject>(faults, fault.Start.Line, Sentence(fault.Message));
        }
    }

    public static string ToYaml(JsonObject tree)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(ToMapping(tree))).Save(writer, assignAnchors: false);

        // The end-of-document mark says nothing to people.
        return writer.ToString().Replace("\r", "", StringComparison.Ordinal).TrimEnd('\n', '.') + "\n";
    }

    private static JsonObject ToJson(YamlMappingNode mapping, ref int count)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            if (++count > MaxNodes)
            {
                throw new YamlException(mapping.Start, mapping.End, "there are too many settings.");
            }

            result[key is YamlScalarNode { Value: { } name } ? name : throw new YamlException(key.Start, key.End, "the name of a setting must be a word.")] = value switch
            {
                YamlMappingNode inner => ToJson(inner, ref count),
                YamlScalarNode scalar => ToJson(scalar),
                _ => throw new YamlException(value.Start, value.End, "a recipe has no lists."),
            };
        }

        return result;
    }

    // The core schema of YAML 1.2: https://yaml.org/spec/1.2.2/#103-core-schema. What is quoted is text.
    private static JsonNode? ToJson(YamlScalarNode scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => JsonValue.Create(scalar.Value),
        { Value: null or "" or "~" or "null" or "Null" or "NULL" } => null,
        { Value: "true" or "True" or "TRUE" } => JsonValue.Create(true),
        { Value: "false" or "False" or "FALSE" } => JsonValue.Create(false),
        _ when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Value),
    };

    private static YamlMappingNode ToMapping(JsonObject part)
    {
        var mapping = new YamlMappingNode();
        foreach (var (name, value) in part)
        {
            mapping.Add(name, value is JsonObject inner ? ToMapping(inner) : ToScalar(value));
        }

        return mapping;
    }

    private static YamlScalarNode ToScalar(JsonNode? value)
    {
        var scalar = new YamlScalarNode(value?.ToString() ?? "null");
        scalar.Style = value?.GetValueKind() == JsonValueKind.String && ToJson(scalar)?.GetValueKind() != JsonValueKind.String ? ScalarStyle.DoubleQuoted : ScalarStyle.Plain;
        return scalar;
    }

    // Libraries end their messages with where they stood, which the line says already.
    private static string Sentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return end > 0 ? message[..end] : message;
    }
}
