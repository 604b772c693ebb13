using System.Globalization;
using Microsoft.Extensions.Localization;
using Platform.Core.Shared;
using Platform.Web.Resources;

namespace Platform.Web.Hosting;

/// <summary>The message of a domain error in the reader's language; English from the domain where no translation exists.</summary>
public sealed class DomainErrorText(IStringLocalizer<Texts> localizer)
{
    public const string KeyPrefix = "error.";

    public string Of(DomainRuleException error)
    {
        var text = localizer[KeyPrefix + error.Code];
        return text.ResourceNotFound ? error.Message : Format(text.Value, error);
    }

    /// <summary>A message that comes without its error; a translation with placeholders cannot serve it.</summary>
    public string Of(string code, string message)
    {
        var text = localizer[KeyPrefix + code];
        return text.ResourceNotFound || text.Value.Contains("{0}", StringComparison.Ordinal) ? message : text.Value;
    }

    private static string Format(string text, DomainRuleException error)
    {
        try
        {
            return string.Format(CultureInfo.CurrentCulture, text, [.. error.Arguments]);
        }
        catch (FormatException)
        {
            return error.Message;
        }
    }
}
