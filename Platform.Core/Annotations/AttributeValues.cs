using System.Text.Json;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations;

/// <summary>What attribute values a shape may be given.</summary>
internal static class AttributeValues
{
    private const int MaxLength = 20_000;

    /// <summary>
    /// The attributes after the change. A value that stands already may stay, whatever the class asks by now, so that an old value never keeps
    /// anybody from moving a shape; keys that the class does not know are kept as they come, since importers write them.
    /// </summary>
    /// <param name="given">A JSON object, JSON null for no attributes, or left out to keep what stands.</param>
    public static string? Check(Optional<JsonElement> given, string? standing, IReadOnlyList<AttributeSpec> specs, string classKey)
    {
        if (!given.IsGiven)
        {
            return standing;
        }

        var attributes = given.Or(default);
        if (attributes.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        if (attributes.ValueKind == JsonValueKind.Object && !attributes.EnumerateObject().Any())
        {
            return null;
        }

        var text = attributes.GetRawText();
        if (attributes.ValueKind != JsonValueKind.Object || text.Length > MaxLength || text.Contains("\\u0000", StringComparison.Ordinal))
        {
            throw new DomainRuleException("annotation.attributes_invalid", $"The attributes of a shape are a JSON object of at most {MaxLength} characters.", MaxLength);
        }

        if (standing is null || !CanonicalJson.AreEqual(text, standing))
        {
            using var before = standing is null ? null : JsonDocument.Parse(standing);
            foreach (var property in attributes.EnumerateObject().Where(property => !Stands(property, before)))
            {
                CheckValue(property, specs, classKey);
            }
        }

        return text;
    }

    private static bool Stands(JsonProperty property, JsonDocument? before) =>
        before?.RootElement.TryGetProperty(property.Name, out var value) == true && CanonicalJson.AreEqual(property.Value.GetRawText(), value.GetRawText());

    private static void CheckValue(JsonProperty property, IReadOnlyList<AttributeSpec> specs, string classKey)
    {
        if (AttributeSpec.ReservedNames.Contains(property.Name, StringComparer.Ordinal))
        {
            Require(property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null, property.Name, classKey, "true | false");
        }
        else if (specs.FirstOrDefault(spec => spec.Name == property.Name) is { } spec)
        {
            Require(spec.Allows(property.Value), property.Name, classKey, spec.Expectation());
        }
    }

    private static void Require(bool condition, string name, string classKey, string expectation)
    {
        if (!condition)
        {
            throw new DomainRuleException("annotation.attribute_value", $"The attribute '{name}' of '{classKey}' must be: {expectation}. Choose such a value.", name, classKey, expectation);
        }
    }
}
