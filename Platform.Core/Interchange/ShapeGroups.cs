using System.Globalization;
using System.Text.Json.Nodes;

namespace Platform.Core.Interchange;

/// <summary>
/// Objects that belong together carry one value under the attribute <c>group</c>. Files of our own have the value itself; of other tools' files the number is taken.
/// </summary>
internal static class ShapeGroups
{
    public const string Attribute = "group";

    public static bool Has(string? attributes) => attributes is not null && JsonNode.Parse(attributes) is JsonObject document && document.ContainsKey(Attribute);

    /// <param name="number">0 for none.</param>
    public static string? With(string? attributes, int number)
    {
        if (number == 0 || Has(attributes))
        {
            return attributes;
        }

        var document = attributes is null ? [] : JsonNode.Parse(attributes)!.AsObject();
        document[Attribute] = number.ToString(CultureInfo.InvariantCulture);
        return document.ToJsonString(ShapeAttributes.Json);
    }

    /// <summary>Objects that are still several in one group after their parts were joined are a group here too; a number that only one object has says nothing.</summary>
    /// <param name="groups">Of each shape, 0 for none.</param>
    public static List<ImportedShape> Marked(IReadOnlyList<ImportedShape> shapes, IReadOnlyList<int> groups)
    {
        var shared = groups.Where(group => group != 0).GroupBy(group => group).Where(members => members.Skip(1).Any()).Select(members => members.Key).ToHashSet();
        return [.. shapes.Select((shape, index) => shared.Contains(groups[index]) ? shape with { Attributes = With(shape.Attributes, groups[index]) } : shape)];
    }
}
