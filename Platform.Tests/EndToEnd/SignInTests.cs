using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

public sealed class SignInTests
{
    [Fact]
    public async Task SignInLink_OnAFreshServer_MakesTheFirstPersonAdministrator()
    {
        await using var server = await AppServer.StartAsync();
        await using var browser = await BrowserSession.OpenAsync(server);

        await browser.SetUpAsync();

        await Expect(browser.Page).ToHaveURLAsync(server.Address.ToString());
        await browser.Page.GetByLabel("Account").ClickAsync();
        await Expect(browser.Page.GetByText("Ada Kim")).ToBeVisibleAsync();
        browser.Problems.Should().BeEmpty();

        await using var stranger = await BrowserSession.OpenAsync(server);
        await stranger.Page.GotoAsync(server.SignInLink.ToString());
        await Expect(stranger.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Token_IssuedToTheFirstPerson_OpensTheApi()
    {
        await using var server = await AppServer.StartAsync();

        using var api = await ApiClient.SetUpAsync(server);

        var me = await api.GetAsync("/api/me");
        me.GetProperty("name").GetString().Should().Be("Ada Kim");
        me.GetProperty("role").GetString().Should().Be("admin");
        using var stranger = ApiClient.WithToken(server, "plt_wrong");
        var refusal = await stranger.Invoking(client => client.GetAsync("/api/me")).Should().ThrowAsync<ApiRefusal>();
        refusal.Which.Status.Should().Be(401);
    }
}
