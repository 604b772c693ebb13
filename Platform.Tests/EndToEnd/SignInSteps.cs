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

    /// <summary>Opens a link that a manager handed out and chooses a password with it.</summary>
    public static async Task AcceptAsync(this IPage page, string link, string password = "grey otter, 7 lanterns")
    {
        await page.GotoAsync(link);
        await page.Locator("#new-password").FillAsync(password);
        await page.Locator("button[type=submit]").ClickAsync();
        await Expect(page.Locator(".plain-form")).ToHaveCountAsync(0);
    }

    /// <summary>Fills in the form of the sign-in page, on which the browser is.</summary>
    public static async Task SignInAsync(this IPage page, string email, string password)
    {
        await page.Locator("[name='Password.Email']").FillAsync(email);
        await page.Locator("#sign-in-password").FillAsync(password);
        await page.Locator("button[type=submit]").ClickAsync();
    }
}
