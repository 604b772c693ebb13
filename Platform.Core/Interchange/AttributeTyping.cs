using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange;

/// <summary>Gives values that a format keeps as text the type that their class asks for: numbers, check boxes, and the flags of every shape.</summary>
internal static class AttributeTyping
{
    public static string? Apply(string? attributes, IReadOnlyList<AttributeSpec> specs)
    {
        if (attributes is null || JsonNode.Parse(attributes) is not JsonObject document || !document.Any(pair => pair.Value?.GetValueKind() == System.Text.Json.JsonValueKind.String))
        {
            return attributes;
        }

        var changed = false;
        foreach (var (name, value) in document.ToList())
        {
            if (value?.GetValueKind() == System.Text.Json.JsonValueKind.String && Typed(value.GetValue<string>(), TypeOf(name, specs)) is { } typed)
            {
                document[name] = typed;
                changed = true;
            }
        }

        return changed ? document.ToJsonString(ShapeAttributes.Json) : attributes;
    }

    private static AttributeType? TypeOf(string name, IReadOnlyList<AttributeSpec> specs) =>
        AttributeSpec.ReservedNames.Contains(name, StringComparer.Ordinal) ? AttributeType.Checkbox : specs.FirstOrDefault(spec => spec.Name == name)?.Type;

    private static JsonValue? Typed(string text, AttributeType? type) => type switch
    {
        AttributeType.Checkbox when bool.TryParse(text, out var holds) => JsonValue.Create(holds),
        AttributeType.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => null,
    };
}
