using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A newcomer without a GPU: from nothing to a language model that serves, and out of service again.</summary>
public sealed class LlmPathTests : EndToEndTest
{
    protected override string[] Settings => ["--Platform:Llm:EchoEngine", "true", "--Platform:Llm:CheckSeconds", "1"];

    [Fact]
    public async Task Newcomer_WithTheEchoEngine_SeesItServeAddsAPresetAndTakesItOut()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        var page = browser.Page;
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "LLMs", Exact = true }).ClickAsync();
        await page.GetByTestId("llm-echo").First.ClickAsync();

        var status = page.Locator("h1 [data-status]");
        await Expect(status).ToHaveAttributeAsync("data-status", "active");
        var korean = (await OpenBrowserAsync(BrowserLook.KoreanDark, await browser.SaveStateAsync())).Page;
        await korean.GotoAsync(page.Url);
        await Expect(korean.Locator("h1 [data-status]")).ToHaveTextAsync("활성");
        await page.GetByTestId("llm-maintenance").ClickAsync();
        await Expect(status).ToHaveAttributeAsync("data-status", "maintenance");
        await Expect(korean.Locator("h1 [data-status]")).ToHaveTextAsync("유지보수");
        await Expect(korean.GetByTestId("llm-check")).ToHaveTextAsync("지금 확인");
        await Expect(page.GetByTestId("llm-history").Locator("li")).ToHaveCountAsync(3);

        await page.GotoAsync("/llm/models");
        await page.GetByTestId("llm-models").GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByTestId("llm-preset-new").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("exact");
        await dialog.GetByLabel("Engine’s default").Nth(1).UncheckAsync();
        await dialog.GetByRole(AriaRole.Spinbutton, new LocatorGetByRoleOptions { Name = "Temperature" }).FillAsync("0.25");
        await dialog.ButtonAsync("Save");
        await Expect(page.GetByTestId("llm-presets").Locator("tr", new LocatorLocatorOptions { HasText = "echo:exact" })).ToContainTextAsync("0.25");
        browser.Problems.Should().BeEmpty();
    }
}
