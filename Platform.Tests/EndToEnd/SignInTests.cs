using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

public sealed class SignInTests : EndToEndTest
{
    [Fact]
    public async Task SignInLink_OnAFreshServer_MakesTheFirstPersonAdministrator()
    {
        var browser = await OpenBrowserAsync();

        await browser.SetUpAsync();

        await Expect(browser.Page).ToHaveURLAsync(Server.Address.ToString());
        await browser.Page.GetByLabel("Account").ClickAsync();
        await Expect(browser.Page.GetByText("Ada Kim")).ToBeVisibleAsync();
        browser.Problems.Should().BeEmpty();

        var stranger = await OpenBrowserAsync();
        await stranger.Page.GotoAsync(Server.SignInLink.ToString());
        await Expect(stranger.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task InvitedPerson_SignsOutInAndChangesTheirPassword()
    {
        const string first = "grey otter, 7 lanterns";
        const string second = "nine quiet harbours";
        var administrator = await OpenBrowserAsync();
        await administrator.SetUpAsync();
        var link = await PeoplePathTests.InviteAsync(administrator.Page, "Bo Park", "bo@example.com", "Researcher");
        var browser = await OpenBrowserAsync();
        var (page, path) = (browser.Page, "/account");

        await page.AcceptAsync(link, first);
        await page.GetByLabel("Account").ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.SignInAsync("bo@example.com", "wrong");
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("do not fit together");
        await page.SignInAsync("bo@example.com", first);
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Projects");

        var elsewhere = (await OpenBrowserAsync()).Page;
        await elsewhere.GotoAsync("/people");
        await elsewhere.SignInAsync("bo@example.com", first);
        await Expect(elsewhere).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/people$"));
        await page.GotoAsync(path);
        await Expect(page.GetByTestId("sessions").Locator("tbody tr")).ToHaveCountAsync(2);
        await page.Locator("#new-password").FillAsync(second);
        await page.Locator("#present-password").FillAsync("wrong");
        await page.ButtonAsync("Change password");
        await Expect(page.GetByText("The present password is not right")).ToBeVisibleAsync();
        await page.Locator("#present-password").FillAsync(first);
        await page.ButtonAsync("Change password");
        await Expect(page.GetByTestId("sessions").Locator("tbody tr")).ToHaveCountAsync(1);
        browser.Problems.Should().BeEmpty();

        await elsewhere.GotoAsync(path);
        await elsewhere.SignInAsync("bo@example.com", second);
        await Expect(elsewhere.GetByTestId("sessions").Locator("tbody tr")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Token_IssuedToTheFirstPerson_OpensTheApi()
    {
        using var api = await ApiClient.SetUpAsync(Server);

        var me = await api.GetAsync("/api/me");
        me.GetProperty("name").GetString().Should().Be("Ada Kim");
        me.GetProperty("role").GetString().Should().Be("admin");
        using var stranger = ApiClient.WithToken(Server, "plt_wrong");
        var refusal = await stranger.Invoking(client => client.GetAsync("/api/me")).Should().ThrowAsync<ApiRefusal>();
        refusal.Which.Status.Should().Be(401);
    }
}
