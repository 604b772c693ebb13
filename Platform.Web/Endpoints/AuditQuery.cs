using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Core.Audit.Queries;

namespace Platform.Web.Endpoints;

/// <summary>What of the audit is asked for, in the words of the page's address and of the API alike.</summary>
/// <param name="Person">Id of who did it.</param>
/// <param name="Action">A code such as <c>sign_in.failed</c>.</param>
/// <param name="Kind">What it was done to, such as <c>project</c>.</param>
/// <param name="From">First day, of the server's time zone.</param>
/// <param name="To">Last day.</param>
/// <param name="Text">Part of a name or an address.</param>
/// <param name="Department">Id of the department whose people and things it concerns.</param>
public sealed record AuditQuery(Guid? Person = null, string? Action = null, string? Kind = null, DateOnly? From = null, DateOnly? To = null, string? Text = null, Guid? Department = null)
{
    private const string Day = "yyyy-MM-dd";

    public AuditFilter ToFilter() => new(Person, Action, Kind, StartOf(From), To == DateOnly.MaxValue ? null : StartOf(To?.AddDays(1)), Text, Department);

    /// <summary>The address with what narrows, and nothing else.</summary>
    public string AddTo(string path) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?>
    {
        ["person"] = Person?.ToString(),
        ["action"] = Action,
        ["kind"] = Kind,
        ["from"] = From?.ToString(Day, CultureInfo.InvariantCulture),
        ["to"] = To?.ToString(Day, CultureInfo.InvariantCulture),
        ["text"] = Text,
        ["department"] = Department?.ToString(),
    }.Where(part => !string.IsNullOrEmpty(part.Value)));

    private static DateTime? StartOf(DateOnly? day) => day?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local).ToUniversalTime();
}
