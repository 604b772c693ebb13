using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Model;

/// <summary>How the value of an attribute is given.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttributeType>))]
public enum AttributeType
{
    [JsonStringEnumMemberName("select")]
    Select,
    [JsonStringEnumMemberName("checkbox")]
    Checkbox,
    [JsonStringEnumMemberName("number")]
    Number,
    [JsonStringEnumMemberName("text")]
    Text,
}

/// <summary>What a class asks of each of its shapes, beside the flags that every shape has.</summary>
/// <param name="Name">The key under which a shape holds the value; any script.</param>
/// <param name="Values">The choices of a select.</param>
/// <param name="Default">The value of a shape that was just drawn: text, number or truth value.</param>
/// <param name="Step">How far one press changes a number; other numbers may be typed.</param>
/// <param name="Mutable">Whether the value may change along a track.</param>
public sealed record AttributeSpec(
    string Name,
    AttributeType Type,
    IReadOnlyList<string>? Values = null,
    JsonElement? Default = null,
    double? Min = null,
    double? Max = null,
    double? Step = null,
    bool Mutable = false)
{
    public const int MaxAttributes = 50;
    public const int MaxValues = 200;
    public const int NameLength = 64;
    public const int TextLength = 500;

    /// <summary>Flags of every shape, so that no class can give them another meaning.</summary>
    public static readonly IReadOnlyList<string> ReservedNames = ["occluded", "truncated", "difficult", "crowd", "outside"];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        // Names and choices in Korean stay readable in the database.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>Reads <c>[{"name":"색","type":"select","values":["빨강","파랑"],"default":"빨강"}]</c>; null is a class without attributes.</summary>
    public static IReadOnlyList<AttributeSpec> Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        List<AttributeSpec?>? specs;
        try
        {
            specs = JsonSerializer.Deserialize<List<AttributeSpec?>>(json, s_json);
        }
        catch (JsonException)
        {
            throw Invalid("they must be a JSON array of {\"name\", \"type\"}, the type one of select, checkbox, number, text");
        }

        var tidy = (specs ?? []).Select(spec => (spec ?? throw Invalid("one of them is null")).Checked()).ToList();
        Require(tidy.Count <= MaxAttributes, $"a class has at most {MaxAttributes}");
        if (tidy.GroupBy(spec => spec.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw Invalid($"'{same.Key}' stands twice; give each a name of its own");
        }

        return tidy;
    }

    /// <returns>Null for an empty list.</returns>
    public static string? ToJson(IReadOnlyList<AttributeSpec> specs) => specs.Count == 0 ? null : JsonSerializer.Serialize(specs, s_json);

    /// <summary>Whether a shape may hold the value; a JSON null is a value not given.</summary>
    public bool Allows(JsonElement value) => value.ValueKind == JsonValueKind.Null || Type switch
    {
        AttributeType.Select => value.ValueKind == JsonValueKind.String && Values!.Contains(value.GetString()!),
        AttributeType.Checkbox => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        AttributeType.Number => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()) && !(value.GetDouble() < Min) && !(value.GetDouble() > Max),
        AttributeType.Text => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= TextLength,
        _ => throw new InvalidOperationException($"Unknown type {Type}"),
    };

    /// <summary>What <see cref="Allows"/> allows, in a notation that needs no translation: <c>red | blue</c>, <c>0 … 120</c>.</summary>
    public string Expectation() => Type switch
    {
        AttributeType.Select => string.Join(" | ", Values!.Take(20)) + (Values!.Count > 20 ? " | …" : ""),
        AttributeType.Checkbox => "true | false",
        AttributeType.Number => $"{Min?.ToString(CultureInfo.InvariantCulture) ?? "-∞"} … {Max?.ToString(CultureInfo.InvariantCulture) ?? "∞"}",
        AttributeType.Text => $"\"…\" (≤ {TextLength})",
        _ => throw new InvalidOperationException($"Unknown type {Type}"),
    };

    private AttributeSpec Checked()
    {
        var name = (Name ?? "").Trim();
        Require(name.Length is > 0 and <= NameLength && !name.Any(char.IsControl), $"each needs a name of 1 to {NameLength} characters");
        Require(!ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase), $"'{name}' is a flag that every shape has already; choose another name");
        var isNumber = Type == AttributeType.Number;
        var tidy = this with
        {
            Name = name,
            Values = Type == AttributeType.Select ? CheckedValues(name) : null,
            Default = Default is { ValueKind: not JsonValueKind.Null } given ? given.Clone() : null,
            Min = isNumber ? Min : null,
            Max = isNumber ? Max : null,
            Step = isNumber ? Step : null,
        };
        Require(!(tidy.Min > tidy.Max), $"the smallest value of '{name}' is above its largest");
        Require(tidy.Step is null or > 0, $"the step of '{name}' must be above 0");
        Require(tidy.Default is not { } value || tidy.Allows(value), $"the default of '{name}' must be: {tidy.Expectation()}");
        return tidy;
    }

    private List<string> CheckedValues(string name)
    {
        var values = (Values ?? []).Select(value => (value ?? "").Trim()).ToList();
        Require(values.Count is > 0 and <= MaxValues, $"'{name}' needs 1 to {MaxValues} choices");
        Require(values.All(value => value.Length is > 0 and <= TextLength), $"a choice of '{name}' is empty or longer than {TextLength} characters");
        Require(values.Distinct(StringComparer.Ordinal).Count() == values.Count, $"a choice of '{name}' stands twice");
        return values;
    }

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw Invalid(reason);
        }
    }

    private static DomainRuleException Invalid(string reason) => new("label_class.attributes", $"The attributes cannot be used: {reason}.", reason);
}
