using System.Globalization;
using System.Text.Json;
using Platform.Core.Ontologies.Model;

namespace Platform.Web.Components.Ontologies;

/// <summary>An attribute of a class as it stands in the editor, half typed perhaps.</summary>
public sealed class AttributeRow
{
    public string Name { get; set; } = "";

    public AttributeType Type { get; set; } = AttributeType.Select;

    /// <summary>The choices of a select, separated by commas.</summary>
    public string Values { get; set; } = "";

    /// <summary>As typed; <c>true</c> for a ticked checkbox.</summary>
    public string Default { get; set; } = "";

    public string Min { get; set; } = "";

    public string Max { get; set; } = "";

    public string Step { get; set; } = "";

    public bool Mutable { get; set; }

    public IReadOnlyList<string> Choices => Values.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static List<AttributeRow> Read(string? json) => [.. AttributeSpec.Parse(json).Select(Of)];

    /// <returns>JSON to be checked when it is saved; null without attributes.</returns>
    public static string? Write(IEnumerable<AttributeRow> rows) => AttributeSpec.ToJson([.. rows.Select(row => row.ToSpec())]);

    private static AttributeRow Of(AttributeSpec spec) => new()
    {
        Name = spec.Name,
        Type = spec.Type,
        Values = string.Join(", ", spec.Values ?? []),
        Default = spec.Default is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "",
        Min = Text(spec.Min),
        Max = Text(spec.Max),
        Step = Text(spec.Step),
        Mutable = spec.Mutable,
    };

    private AttributeSpec ToSpec()
    {
        var isNumber = Type == AttributeType.Number;
        return new AttributeSpec(
            Name.Trim(), Type, Type == AttributeType.Select ? Choices : null, DefaultValue(), isNumber ? Number(Min) : null, isNumber ? Number(Max) : null, isNumber ? Number(Step) : null, Mutable);
    }

    private JsonElement? DefaultValue() => Type switch
    {
        _ when Default.Length == 0 => null,
        AttributeType.Checkbox => JsonSerializer.SerializeToElement(Default == "true"),
        AttributeType.Number => Number(Default) is { } number ? JsonSerializer.SerializeToElement(number) : JsonSerializer.SerializeToElement(Default),
        _ => JsonSerializer.SerializeToElement(Default.Trim()),
    };

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Text(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
