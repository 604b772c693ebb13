using Microsoft.Extensions.Localization;

namespace Platform.Web.Components.Shared;

/// <summary>Texts with a number in them: of one thing English speaks otherwise than of many.</summary>
public static class CountedTexts
{
    public const string OneSuffix = ".one";

    /// <param name="count">The first placeholder, and what decides between <c>key</c> and <c>key.one</c>.</param>
    /// <param name="more">Further placeholders.</param>
    public static string Counted(this IStringLocalizer texts, string key, int count, params object[] more) => texts[count == 1 ? key + OneSuffix : key, [count, .. more]];
}
