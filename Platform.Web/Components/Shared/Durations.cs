using System.Globalization;

namespace Platform.Web.Components.Shared;

/// <summary>Times and sizes as people read them.</summary>
public static class Durations
{
    /// <summary>"1:05:09" or "5:09".</summary>
    public static string Short(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
