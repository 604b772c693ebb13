using System.Reflection;
using System.Text.RegularExpressions;

namespace Platform.Core.Shared;

/// <summary>The text under which an enumeration value is stored and sent, where it is not the value's snake_case name.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class TextAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}

/// <summary>Two-way map between an enumeration and its stored text; CHECK constraints, JSON and columns all use it.</summary>
public static partial class EnumText<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> s_texts = Enum.GetValues<T>().ToDictionary(value => value, TextOf);
    private static readonly Dictionary<string, T> s_values = s_texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => s_values.Keys;

    public static string ToText(T value) => s_texts[value];

    public static T Parse(string text) => s_values.TryGetValue(text, out var value)
        ? value
        : throw new DomainRuleException("value.unknown", $"'{text}' is not one of {string.Join(", ", All)}.", text, string.Join(", ", All));

    private static string TextOf(T value)
    {
        var name = value.ToString();
        return typeof(T).GetField(name)!.GetCustomAttribute<TextAttribute>()?.Text ?? WordStart().Replace(name, "_$0").ToLowerInvariant();
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
