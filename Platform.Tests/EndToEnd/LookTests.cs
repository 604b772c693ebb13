using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Every page in every look: usable without a mouse or perfect eyes, on a phone, in Korean, in the dark.</summary>
public sealed class LookTests : EndToEndTest
{
    [Fact]
    public async Task EveryPage_InEveryLook_IsAccessibleAndFitsTheWindow()
    {
        Needs.Training();
        var desktop = await OpenBrowserAsync();
        await desktop.SetUpAsync();
        using var api = await desktop.OpenApiAsync();
        var trained = await TrainedProject.CreateAsync(api, Cancellation);
        var signedIn = await desktop.SaveStateAsync();
        var phone = await OpenBrowserAsync(BrowserLook.Phone, signedIn);
        var koreanDark = await OpenBrowserAsync(BrowserLook.KoreanDark, signedIn);

        var faults = new List<string>();
        foreach (var (name, address) in trained.Pages)
        {
            await desktop.OpenAsync(address);
            faults.AddRange(await SeriousAsync(desktop.Page, name));
            await koreanDark.OpenAsync(address);
            faults.AddRange(await SeriousAsync(koreanDark.Page, name + ", Korean, dark"));
            await phone.OpenAsync(address);
            faults.AddRange(await OverflowAsync(phone.Page, name + ", phone"));
        }

        string.Join("\n", faults).Should().BeEmpty();
        new[] { desktop, phone, koreanDark }.SelectMany(browser => browser.Problems).Where(problem => !problem.Contains("404")).Should().BeEmpty();
    }

    [Fact]
    public async Task LanguageAndTheme_Switched_StayAfterReload()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        var page = browser.Page;
        var html = page.Locator("html");
        await Expect(html).ToHaveAttributeAsync("lang", "en");
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Projects");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "한국어" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("프로젝트");
        await Expect(html).ToHaveAttributeAsync("lang", "ko");
        var light = await BackgroundAsync(page);
        await page.Locator("[data-theme-toggle]").ClickAsync();
        await Expect(html).ToHaveAttributeAsync("data-theme", "dark");
        await page.ReloadAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("프로젝트");
        await Expect(html).ToHaveAttributeAsync("data-theme", "dark");
        (await BackgroundAsync(page)).Should().BeLessThan(80).And.BeLessThan(light - 100);
    }

    private static async Task<IEnumerable<string>> SeriousAsync(IPage page, string name)
    {
        var result = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        return result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{name}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}");
    }

    private static async Task<IEnumerable<string>> OverflowAsync(IPage page, string name)
    {
        var widest = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        return widest > BrowserLook.Phone.Width ? [$"{name}: {widest} px wide"] : [];
    }

    // Mean of the page's background channels, 0 for black to 255 for white.
    private static Task<double> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<double>("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((sum, value) => sum + value) / 3");
}
