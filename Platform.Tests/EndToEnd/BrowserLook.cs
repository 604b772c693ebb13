using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd;

/// <summary>The window, language and theme that a person's browser comes with.</summary>
public sealed record BrowserLook(int Width = 1440, int Height = 900, string Language = "en-US", ColorScheme Theme = ColorScheme.Light)
{
    public static BrowserLook Desktop { get; } = new();

    public static BrowserLook KoreanDark { get; } = new(Language: "ko-KR", Theme: ColorScheme.Dark);

    public static BrowserLook Phone { get; } = new(390, 844);
}
