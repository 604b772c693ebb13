using System.Globalization;
using Microsoft.Extensions.Localization;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Web.Resources;

namespace Platform.Web.Components.Runs;

/// <summary>A line of a run's log in the reader's language; English as it was stored where there is no translation.</summary>
public static class RunLogText
{
    public const string KeyPrefix = "runlog.";

    public static string Of(IStringLocalizer<Texts> texts, LineLogged line)
    {
        if (line.Code is not { } code)
        {
            return line.Text;
        }

        var text = texts[code.StartsWith(RunLines.ErrorPrefix, StringComparison.Ordinal) ? code : KeyPrefix + code];
        try
        {
            return text.ResourceNotFound ? line.Text : string.Format(CultureInfo.CurrentCulture, text.Value, [.. line.Arguments ?? []]);
        }
        catch (FormatException)
        {
            // A line of another version with fewer arguments.
            return line.Text;
        }
    }
}
