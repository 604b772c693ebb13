using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Platform.Core.Interchange;
using Platform.Web.Resources;

namespace Platform.Web.Hosting;

/// <summary>What an import has to say, in the reader's language.</summary>
public sealed partial class ImportProblemText(IStringLocalizer<Texts> localizer, DomainErrorText errors)
{
    public const string KeyPrefix = "problem.";

    public string Of(ImportProblem problem)
    {
        var text = localizer[KeyPrefix + problem.Text];
        if (problem.Text is null || text.ResourceNotFound)
        {
            return problem.Message;
        }

        IEnumerable<object> arguments = problem.Arguments.Select((argument, place) => problem.Text == ProblemTexts.TypeMismatch.Name && place == 1 ? localizer["shape." + argument].Value : argument);
        object[] all = problem.Reason is { } reason ? [.. arguments, errors.Of(reason)] : [.. arguments];
        try
        {
            return string.Format(CultureInfo.CurrentCulture, text.Value, all);
        }
        catch (FormatException)
        {
            return problem.Message;
        }
    }

    /// <summary>Sample: "annotations/train.json, annotation 12" with the word for the element translated.</summary>
    public string PlaceOf(ImportProblem problem) => Element().Replace(problem.Source, match => $", {localizer["place." + match.Groups[1].Value, match.Groups[2].Value]}");

    [GeneratedRegex(", (annotation|object|shape|task|track|frame|line) ([0-9]+)")]
    private static partial Regex Element();
}
