using System.Globalization;

namespace Platform.Web.Components.Shared;

/// <summary>Byte counts as people read them, in binary units.</summary>
public static class Sizes
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    public static string Short(long bytes)
    {
        var unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.CurrentCulture, $"{value:0.#} {s_units[unit]}");
    }
}
