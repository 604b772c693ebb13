using System.Globalization;
using System.Text.Json;

namespace Platform.Core.Interchange.Export;

/// <summary>
/// The groups of one image or video as the numbers that other tools keep: a number stays what it is, any other name gets one that is free. Counted from 1; 0 is none.
/// </summary>
internal sealed class GroupNumbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _last;

    public GroupNumbers(IReadOnlyList<ExportShape> shapes)
    {
        var names = shapes.Select(NameOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < int.MaxValue / 2 && name[0] != '0')
            {
                _numbers[name] = number;
                _last = Math.Max(_last, number);
            }
        }

        foreach (var name in names.Where(name => !_numbers.ContainsKey(name)))
        {
            _numbers[name] = Fresh();
        }
    }

    public int Of(ExportShape shape) => NameOf(shape) is { } name ? _numbers[name] : 0;

    /// <summary>A number that no group has, for parts of one object.</summary>
    public int Fresh() => ++_last;

    /// <summary>The group that the shape is in; null where it stands alone.</summary>
    public static string? NameOf(ExportShape shape) => shape.Attributes is not { } text || !JsonElement.Parse(text).TryGetProperty(ShapeGroups.Attribute, out var group) ? null : group.ValueKind switch
    {
        JsonValueKind.String when group.GetString() is { Length: > 0 } name => name,
        JsonValueKind.Number when group.GetDouble() != 0 => group.GetRawText(),
        _ => null,
    };
}
