using System.Text.RegularExpressions;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>A class as typed in the editor; its place in the list is its order.</summary>
/// <param name="Id">Null for a new class.</param>
/// <param name="Key">Name in files and models: letters, digits, <c>_ . -</c>.</param>
/// <param name="DisplayName">Name on the screen, in any script; the key where empty.</param>
/// <param name="ShapeType">Null for a tag of the whole image.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="KeypointSpec">JSON of a <see cref="Model.KeypointSpec"/>, for keypoints only.</param>
/// <param name="Attributes">JSON array of <see cref="AttributeSpec"/>; null for none.</param>
public sealed partial record LabelClassInput(Guid? Id, string Key, string? DisplayName, ShapeType? ShapeType, string Color, string? KeypointSpec = null, string? Attributes = null)
{
    /// <summary>Checks the whole list and answers it tidied up.</summary>
    internal static IReadOnlyList<LabelClassInput> Check(IReadOnlyList<LabelClassInput> classes)
    {
        var tidy = classes.Select(input => input.Checked()).ToList();
        foreach (var same in tidy.GroupBy(input => input.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            throw new DomainRuleException("label_class.key_taken", $"The key '{same.Key}' stands twice; upper and lower case count as the same. Rename one of the classes.", same.Key);
        }

        return tidy;
    }

    private LabelClassInput Checked()
    {
        var key = RequiredText.Of(Key, "class key", LabelClass.KeyLength);
        if (!KeyPattern().IsMatch(key))
        {
            throw new DomainRuleException(
                "label_class.key_invalid", $"'{key}' cannot be a key: use Latin letters, digits, '_', '.' and '-', and begin with a letter or digit. Any script may stand in the display name.", key);
        }

        if (!ColorPattern().IsMatch(Color ?? ""))
        {
            throw new DomainRuleException("label_class.color", $"The color '{Color}' of '{key}' is not of the form #rrggbb.", Color ?? "", key);
        }

        var displayName = RequiredText.Of(string.IsNullOrWhiteSpace(DisplayName) ? key : DisplayName, "display name", LabelClass.DisplayNameLength);
        return this with { Key = key, DisplayName = displayName, Color = Color!.ToLowerInvariant(), KeypointSpec = CheckedSkeleton(key), Attributes = AttributeSpec.ToJson(AttributeSpec.Parse(Attributes)) };
    }

    private string? CheckedSkeleton(string key) => ShapeType == Model.ShapeType.Keypoints
        ? Model.KeypointSpec.Parse(KeypointSpec ?? throw new DomainRuleException("label_class.keypoints_missing", $"The keypoints class '{key}' needs a skeleton: name its points.", key)).ToJson()
        : null;

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex ColorPattern();
}
