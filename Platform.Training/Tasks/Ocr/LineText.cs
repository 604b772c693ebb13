using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Training.Tasks.Ocr;

/// <summary>What a text line says, in the one form that lines are learnt and compared in: composed (NFC), blanks as single spaces.</summary>
public static class LineText
{
    /// <summary>The text of a box by its attributes; empty where nobody has written one.</summary>
    /// <param name="attributes">Sample: {"text":"가나다 12","occluded":true}.</param>
    /// <param name="name">Of the attribute.</param>
    public static string Of(string? attributes, string name)
    {
        if (attributes is null)
        {
            return "";
        }

        using var json = JsonDocument.Parse(attributes);
        return json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Normalize(value.GetString()!) : "";
    }

    public static string Normalize(string text) => string.Join(' ', Words(text.Normalize(NormalizationForm.FormC)));

    /// <summary>What a reader takes for one character, combined marks with their letter.</summary>
    public static IReadOnlyList<string> Symbols(string normalized)
    {
        var symbols = new List<string>();
        var elements = StringInfo.GetTextElementEnumerator(normalized);
        while (elements.MoveNext())
        {
            symbols.Add(elements.GetTextElement());
        }

        return symbols;
    }

    public static IReadOnlyList<string> Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every symbol of the texts once, by code point: the same texts give the same order on every machine.</summary>
    public static IReadOnlyList<string> Charset(IEnumerable<string> texts) => [.. texts.SelectMany(Symbols).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
