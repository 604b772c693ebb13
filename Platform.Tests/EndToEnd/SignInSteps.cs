using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Ways in.</summary>
public static class SignInSteps
{
    /// <summary>Opens the console's link and fills the first person's form.</summary>
    public static async Task SetUpAsync(this BrowserSession browser, string name = "Ada Kim", string department = "Vision Lab")
    {
        var page = browser.Page;
        await page.GotoAsync(browser.Server.SignInLink.ToString());
        await page.Locator("[name='Form.Name']").FillAsync(name);
        await page.Locator("[name='Form.Email']").FillAsync("ada@example.com");
        await page.Locator("[name='Form.Department']").FillAsync(department);
        await page.Locator("button[type=submit]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        await Expect(page.Locator(".plain-form")).ToHaveCountAsync(0);
    }
}
