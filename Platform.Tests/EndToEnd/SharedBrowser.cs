using Microsoft.Playwright;
using Platform.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(SharedBrowser))]

namespace Platform.Tests.EndToEnd;

/// <summary>One Chromium for all browser tests, started by the first that needs it; each test has a context of its own.</summary>
public sealed class SharedBrowser : IAsyncDisposable
{
    public const string ExecutablePath = "/usr/bin/chromium";

    private static readonly SemaphoreSlim s_lock = new(1, 1);
    private static IPlaywright? s_playwright;
    private static IBrowser? s_browser;

    public static void SkipUnlessAvailable() => Assert.SkipUnless(File.Exists(ExecutablePath), $"Chromium is missing ({ExecutablePath}). Install the package 'chromium'.");

    public static async Task<IBrowser> GetAsync()
    {
        await s_lock.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            s_playwright ??= await Playwright.CreateAsync();
            return s_browser ??= await s_playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = ExecutablePath,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
            });
        }
        finally
        {
            s_lock.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (s_browser is not null)
        {
            await s_browser.CloseAsync();
        }

        s_playwright?.Dispose();
    }
}
