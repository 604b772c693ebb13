using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Platform.Training.Recipes;
using Platform.Web.Resources;

namespace Platform.Web.Components.Models;

/// <summary>Says in the reader's language what is wrong with a field of a recipe.</summary>
public static partial class RecipeFaultText
{
    public static string Of(IStringLocalizer<Texts> texts, RecipeFault fault) => fault.Kind switch
    {
        RecipeFaultKind.Syntax => texts["recipe.fault.syntax", fault.Given, fault.Expected],
        RecipeFaultKind.Unknown => fault.Expected.Length > 0 ? texts["recipe.fault.unknown.meant", fault.Expected] : texts["recipe.fault.unknown"],
        _ => texts["recipe.fault.value", fault.Given, Expected(texts, fault.Expected)],
    };

    // The rules speak English in few forms; a form that is not known here stays as it is.
    private static string Expected(IStringLocalizer<Texts> texts, string expected)
    {
        foreach (var (pattern, key) in new[]
        {
            (Multiple(), "recipe.expected.multiple"), (Below(), "recipe.expected.below"), (Between(), "recipe.expected.between"), (AboveTo(), "recipe.expected.aboveTo"),
            (Above(), "recipe.expected.above"), (AtLeast(), "recipe.expected.atLeast"), (OrMore(), "recipe.expected.atLeast"),
        })
        {
            if (pattern.Match(expected) is { Success: true } match)
            {
                return texts[key, [.. match.Groups.Values.Skip(1).Select(group => (object)group.Value)]];
            }
        }

        var named = texts["recipe.expected." + expected.Replace(' ', '_')];
        return named.ResourceNotFound ? expected : named.Value;
    }

    [GeneratedRegex(@"^a multiple of (\S+) from (\S+) to (\S+)$")]
    private static partial Regex Multiple();

    [GeneratedRegex(@"^from (\S+) to below (\S+)$")]
    private static partial Regex Below();

    [GeneratedRegex(@"^from (\S+) to (\S+)$")]
    private static partial Regex Between();

    [GeneratedRegex(@"^above (\S+), at most (\S+)$")]
    private static partial Regex AboveTo();

    [GeneratedRegex(@"^above (\S+)$")]
    private static partial Regex Above();

    [GeneratedRegex(@"^at least (\S+)$")]
    private static partial Regex AtLeast();

    [GeneratedRegex(@"^(\S+)(?: \(every core\))? or more$")]
    private static partial Regex OrMore();
}
