using System.Globalization;

namespace Platform.Core.Departments;

/// <summary>Months of usage: those of UTC, so that every person and program counts in the same ones.</summary>
public static class UsageMonth
{
    public const int Shown = 12;

    private const string Format = "yyyy-MM";

    public static DateOnly Of(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month, 1);

    public static DateTime StartOf(DateOnly month) => month.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>Such as <c>2026-11</c>.</summary>
    public static string Text(DateOnly month) => month.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The newest months, the present one last.</summary>
    public static IReadOnlyList<DateOnly> Last(DateTimeOffset now, int count) => [.. Enumerable.Range(1 - count, count).Select(Of(now).AddMonths)];
}
