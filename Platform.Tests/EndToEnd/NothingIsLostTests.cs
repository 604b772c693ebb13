using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Whatever dies between a person's hand and the database: in the end the server holds what was drawn, shape by shape.</summary>
public sealed class NothingIsLostTests : EndToEndTest
{
    private static readonly TimeSpan s_cut = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_sideBySide = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_KilledBetweenJournalAndAcknowledgement_HoldsEverythingOnceAfterItsReturn(bool committed)
    {
        var (browser, _, project) = await OpenAsync(ApiProject.CreateAsync);
        var page = browser.Page;
        var canvas = new CanvasView(page);
        await canvas.DrawAsync(new ImageBox(40, 40, 100, 80));
        await canvas.SavedAsync();

        // The save is on its way: the server dies before it hears of it, or after it wrote it and before it could say so.
        var died = new TaskCompletionSource();
        await page.RouteAsync("**/annotations", async route =>
        {
            if (route.Request.Method != "PUT" || died.Task.IsCompleted)
            {
                await route.ContinueAsync();
                return;
            }

            if (committed)
            {
                await route.FetchAsync();
            }

            await Server.KillAsync();
            died.TrySetResult();
            await route.AbortAsync();
        });
        await canvas.DrawAsync(new ImageBox(220, 60, 120, 90));
        await died.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await canvas.DrawAsync(new ImageBox(60, 240, 140, 90));
        await Expect(canvas.Host).ToHaveAttributeAsync("data-save-state", "offline");
        await Server.StartAgainAsync();

        await canvas.SavedAsync();
        await page.ShouldBeTheServersAsync();
        (await canvas.BoxesAsync()).Should().HaveCount(3, "each arrived, and none twice");
        project.AssetIds.Should().ContainSingle();
    }

    [Fact]
    public async Task Network_CutForAMinuteWhileFiftyShapesAreDrawn_BringsAllOfThemAfterwards()
    {
        var (browser, api, project) = await OpenAsync(ShapesProject.CreateAsync);
        var page = browser.Page;
        var canvas = new CanvasView(page);
        var cut = Stopwatch.StartNew();
        await browser.Context.SetOfflineAsync(true);
        for (var i = 0; i < 50; i++)
        {
            await canvas.DrawSomeAsync(page, i);
        }

        await canvas.HasShapesAsync(50);
        await Task.Delay(cut.Elapsed < s_cut ? s_cut - cut.Elapsed : TimeSpan.Zero, Cancellation);
        await Expect(canvas.Host.Locator(".an-status-text")).ToHaveTextAsync("Offline, 50 edits kept");
        (await api.TypesAsync(project.AssetIds[0])).Should().BeEmpty();

        await browser.Context.SetOfflineAsync(false);

        await canvas.SavedAsync();
        await page.ShouldBeTheServersAsync();
        var types = await api.TypesAsync(project.AssetIds[0]);
        types.Values.Sum().Should().Be(50);
        types.Keys.Should().BeEquivalentTo("bbox", "polygon", "polyline");
    }

    [Fact]
    public async Task TwoTabs_EditingAtRandomForHalfAMinute_EndUpAlikeAndMissNothing()
    {
        var (browser, api, project) = await OpenAsync(ApiProject.CreateAsync);
        var pages = new[] { browser.Page, await browser.NewTabAsync() };
        await pages[1].GotoAsync(pages[0].Url);
        var tabs = pages.Select(page => new CanvasView(page)).ToArray();
        await tabs[1].ReadyAsync();
        var random = new Random(20261127);
        var widths = new List<int>();
        for (var time = Stopwatch.StartNew(); time.Elapsed < s_sideBySide;)
        {
            var turn = random.Next(tabs.Length);
            await pages[turn].BringToFrontAsync();
            // A width of its own, by which the box is found again.
            var width = 30 + (5 * widths.Count);
            // Nothing selected, or a drag that begins on a grip would resize what was drawn before.
            await tabs[turn].PressAsync("Escape");
            await tabs[turn].DrawAsync(new ImageBox(10 + random.Next(200), 10 + random.Next(250), width, 40));
            widths.Add(width);
            if (random.Next(4) == 0)
            {
                await tabs[turn].PressAsync("Control+z");
                widths.RemoveAt(widths.Count - 1);
            }
        }

        foreach (var turn in (int[])[0, 1, 0, 1])
        {
            await pages[turn].BringToFrontAsync();
            await tabs[turn].SavedAsync();
            await tabs[turn].HasShapesAsync(widths.Count);
        }

        await pages[0].ShouldBeTheServersAsync();
        await pages[1].ShouldBeTheServersAsync();
        var held = await api.WidthsAsync(project.AssetIds[0]);
        held.Should().HaveCount(widths.Count);
        widths.Should().OnlyContain(width => held.Any(other => Math.Abs(other - width) < 2.4));
    }

    [Fact]
    public async Task SignIn_ExpiredWhileDrawing_EverythingArrivesAfterSigningInInAnotherTab()
    {
        var (browser, api, project) = await OpenAsync(ApiProject.CreateAsync);
        var canvas = new CanvasView(browser.Page);
        await canvas.DrawAsync(new ImageBox(40, 40, 100, 80));
        await canvas.SavedAsync();
        var signedIn = await browser.Context.CookiesAsync();

        await browser.Context.ClearCookiesAsync();
        await canvas.DrawAsync(new ImageBox(220, 60, 120, 90));
        await Expect(canvas.Host).ToHaveAttributeAsync("data-save-state", "signedOut");
        await canvas.DrawAsync(new ImageBox(60, 240, 140, 90));
        await Expect(canvas.Host.Locator("[data-action=signIn]")).ToBeVisibleAsync();
        (await api.WidthsAsync(project.AssetIds[0])).Should().ContainSingle();

        var other = await browser.NewTabAsync();
        await browser.Context.AddCookiesAsync(signedIn.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly }));
        await other.GotoAsync("/");
        await browser.Page.BringToFrontAsync();

        await canvas.SavedAsync();
        await browser.Page.ShouldBeTheServersAsync();
        (await api.WidthsAsync(project.AssetIds[0])).Should().HaveCount(3);
    }

    private async Task<(BrowserSession Browser, ApiClient Api, ApiProject Project)> OpenAsync(Func<ApiClient, IReadOnlyList<Picture>, string, Task<ApiProject>> create)
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        var api = await browser.OpenApiAsync();
        var project = await create(api, Pictures.Take(1), "Blood cells");
        await browser.Page.GotoAsync($"/projects/{project.ProjectId}/annotate/{project.AssetIds[0]}");
        await new CanvasView(browser.Page).ReadyAsync();
        return (browser, api, project);
    }
}
