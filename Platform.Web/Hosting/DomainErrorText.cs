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
        return text.ResourceNotFound ? error.Message : Format(text.Value, [.. error.Arguments.Select(Translated)], error.Message);
    }

    /// <summary>A message that comes without its error; a translation with placeholders cannot serve it.</summary>
    public string Of(string code, string message)
    {
        var text = localizer[KeyPrefix + code];
        return text.ResourceNotFound || text.Value.Contains("{0}", StringComparison.Ordinal) ? message : text.Value;
    }

    /// <summary>Why something was refused, left out or stopped.</summary>
    public string Of(Reason reason)
    {
        var text = localizer["reason." + reason.Code] is { ResourceNotFound: false } own ? own : localizer[KeyPrefix + reason.Code];
        return text.ResourceNotFound ? reason.English : Format(text.Value, [.. reason.Arguments], reason.English);
    }

    private object Translated(object argument) => argument is Reason reason ? Of(reason) : argument;

    private static string Format(string text, object[] arguments, string english)
    {
        try
        {
            return string.Format(CultureInfo.CurrentCulture, text, arguments);
        }
        catch (FormatException)
        {
            return english;
        }
    }
}
