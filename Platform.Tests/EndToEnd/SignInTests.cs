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
