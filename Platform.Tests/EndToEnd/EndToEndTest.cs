using Platform.Tests.Support;

namespace Platform.Tests.EndToEnd;

/// <summary>
/// A test against a server of its own. After a failure the browser's page and the server's output stay below artifacts/end-to-end,
/// named after the test.
/// </summary>
public abstract class EndToEndTest : IAsyncLifetime
{
    private readonly List<BrowserSession> _browsers = [];
    private AppServer? _server;

    protected AppServer Server => _server!;

    /// <summary>Of the server, as on a command line.</summary>
    protected virtual string[] Settings => [];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Needs.Imaging();
        _server = await AppServer.StartAsync(Settings);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState is { Result: TestResult.Failed })
        {
            await KeepEvidenceAsync();
        }

        foreach (var browser in _browsers)
        {
            await browser.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    protected async Task<BrowserSession> OpenBrowserAsync(BrowserLook? look = null, StorageState? signedIn = null)
    {
        var browser = await BrowserSession.OpenAsync(Server, look, signedIn);
        _browsers.Add(browser);
        return browser;
    }

    private async Task KeepEvidenceAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repo.Root, "artifacts", "end-to-end")).FullName;
        var name = Path.Combine(folder, TestContext.Current.TestMethod!.MethodName);
        foreach (var (index, page) in _browsers.SelectMany(browser => browser.Context.Pages).Index())
        {
            await page.ScreenshotAsync(new Microsoft.Playwright.PageScreenshotOptions { Path = $"{name}-{index}.png" });
        }

        var problems = _browsers.SelectMany(browser => browser.Problems);
        await File.WriteAllTextAsync($"{name}.log", $"{_server?.Output}\n\nIn the browser:\n{string.Join('\n', problems)}\n", CancellationToken.None);
    }
}
