namespace Platform.Web.Components.People;

/// <summary>Calls a browser by a name that people know: "Firefox · Windows".</summary>
public static class BrowserNames
{
    // Most browsers call themselves several others too, so the order decides.
    private static readonly (string Mark, string Name)[] s_browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Whale/", "Whale"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] s_systems = [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <returns>What it calls itself where no known name is in it; null for nothing.</returns>
    public static string? Of(string? userAgent)
    {
        var parts = new[] { Find(s_browsers, userAgent), Find(s_systems, userAgent) }.OfType<string>().ToList();
        return parts.Count > 0 ? string.Join(" · ", parts) : string.IsNullOrWhiteSpace(userAgent) ? null : userAgent[..Math.Min(userAgent.Length, 40)];
    }

    private static string? Find((string Mark, string Name)[] names, string? userAgent) =>
        names.FirstOrDefault(known => userAgent?.Contains(known.Mark, StringComparison.Ordinal) == true).Name;
}
