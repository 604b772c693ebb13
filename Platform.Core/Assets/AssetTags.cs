using Platform.Core.Assets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Assets;

/// <summary>Tags of an asset in one text, such as <c>|night|rain|</c>: each stands between bars, so that a search for a whole tag is a search for text.</summary>
public static class AssetTags
{
    public const int MaxTagLength = 60;

    private const char Bar = '|';

    /// <summary>A tag as it is kept; refuses what cannot be one.</summary>
    public static string Check(string tag)
    {
        var trimmed = tag.Trim();
        return trimmed.Length is > 0 and <= MaxTagLength && !trimmed.Any(symbol => symbol == Bar || char.IsControl(symbol))
            ? trimmed
            : throw new DomainRuleException("asset.tag_invalid", $"A tag has 1 to {MaxTagLength} characters and no '{Bar}'.", MaxTagLength);
    }

    public static IReadOnlyList<string> Read(string? tags) => tags?.Split(Bar, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>What a text of tags contains when the tag is among them.</summary>
    public static string Pattern(string tag) => $"{Bar}{tag}{Bar}";

    /// <summary>Null when the tag stands there already.</summary>
    public static string? With(string? tags, string tag)
    {
        var all = Read(tags);
        if (all.Contains(tag, StringComparer.Ordinal))
        {
            return null;
        }

        var text = Bar + string.Join(Bar, all.Append(tag).Order(StringComparer.Ordinal)) + Bar;
        return text.Length <= Asset.TagsLength
            ? text
            : throw new DomainRuleException("asset.too_many_tags", $"An image's tags are at most {Asset.TagsLength} characters together. Remove some first.", Asset.TagsLength);
    }

    /// <summary>The tags without one; null for none at all.</summary>
    public static string? Without(string? tags, string tag)
    {
        var rest = Read(tags).Where(other => !string.Equals(other, tag, StringComparison.Ordinal)).ToList();
        return rest.Count == 0 ? null : Bar + string.Join(Bar, rest) + Bar;
    }
}
