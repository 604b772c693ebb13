using System.Collections.Concurrent;
using Microsoft.Playwright;
using Platform.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A person's browser at one server: cookies of its own, one page (more on demand), and a record of what went wrong in it.</summary>
public sealed class BrowserSession : IAsyncDisposable
{
    // Only a failing test waits this long; a machine busy with other tests must not fail one.
    private const float PatienceMs = 30_000;

    private readonly ConcurrentQueue<string> _problems = new();

    private BrowserSession(IBrowserContext context, IPage page, AppServer server)
    {
        Context = context;
        Page = page;
        Server = server;
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public AppServer Server { get; }

    /// <summary>Script errors and console errors so far; a product shows none.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public static async Task<BrowserSession> OpenAsync(AppServer server, BrowserLook? look = null, StorageState? signedIn = null)
    {
        SharedBrowser.SkipUnlessAvailable();
        SetDefaultExpectTimeout(PatienceMs);
        look ??= BrowserLook.Desktop;
        var browser = await SharedBrowser.GetAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address.ToString(),
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            Locale = look.Language,
            ColorScheme = look.Theme,
            StorageState = signedIn?.Json,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(PatienceMs);
        var session = new BrowserSession(context, await context.NewPageAsync(), server);
        session.Watch(session.Page);
        return session;
    }

    /// <summary>Another tab of the same person.</summary>
    public async Task<IPage> NewTabAsync()
    {
        var page = await Context.NewPageAsync();
        Watch(page);
        return page;
    }

    public async Task<StorageState> SaveStateAsync() => new(await Context.StorageStateAsync());

    /// <summary>Opens a page and waits until it shows what it is about.</summary>
    public async Task OpenAsync(string address)
    {
        await Page.GotoAsync(address);
        await Expect(Page.Locator("main h1, main h2").First).ToBeVisibleAsync();
        await Expect(Page.Locator("main .skeleton")).ToHaveCountAsync(0);
        if (await Page.Locator(".pf-annotator").CountAsync() > 0)
        {
            await new CanvasView(Page).ReadyAsync();
        }
    }

    /// <summary>A program's way in as the person of this browser.</summary>
    public async Task<ApiClient> OpenApiAsync()
    {
        var issued = await Context.APIRequest.PostAsync("/api/tokens", new APIRequestContextOptions
        {
            DataObject = new { name = "tests" },
            Headers = new Dictionary<string, string> { ["Origin"] = Server.Address.GetLeftPart(UriPartial.Authority) },
        });
        var token = await issued.JsonAsync() ?? throw new InvalidOperationException($"No token was issued: {await issued.TextAsync()}");
        return ApiClient.WithToken(Server, token.GetProperty("text").GetString()!);
    }

    /// <summary>Stands below artifacts/screenshots afterwards.</summary>
    public Task ScreenshotAsync(string name, bool fullPage = false) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repo.Root, "artifacts", "screenshots", name + ".png"),
        FullPage = fullPage,
    });

    public async ValueTask DisposeAsync() => await Context.CloseAsync();

    private void Watch(IPage page)
    {
        page.PageError += (_, error) => _problems.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _problems.Enqueue($"{message.Text} ({message.Location})");
            }
        };
    }
}

/// <summary>Cookies and storage of a signed-in browser, to start another one with.</summary>
public sealed record StorageState(string Json);
