using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Platform.Core.Interchange.Export;

/// <summary>Attribute values on their way into formats that keep text.</summary>
internal static class ExportAttributes
{
    public static IReadOnlyList<(string Name, JsonElement Value)> Of(ExportShape shape) =>
        shape.Attributes is { } attributes ? [.. JsonElement.Parse(attributes).EnumerateObject().Select(property => (property.Name, property.Value))] : [];

    public static bool Has(ExportShape shape, string flag) => Of(shape).Any(item => item.Name == flag && item.Value.ValueKind == JsonValueKind.True);

    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    /// <summary>Without the characters that XML cannot hold in any spelling.</summary>
    public static string XmlText(string text) => text.All(IsPlain) ? text : string.Concat(text.Where(symbol => XmlConvert.IsXmlChar(symbol) || char.IsSurrogate(symbol)));

    private static bool IsPlain(char symbol) => symbol >= ' ' && symbol < '\uD800';
}
