using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.People;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;

namespace Platform.Tests.Web.Host;

/// <summary>Invitations, passwords and cookies as a browser meets them; the rules themselves are in People.</summary>
public sealed class PasswordSignInTests : IAsyncLifetime
{
    private const string Good = "grey otter, 7 lanterns";
    private const string Wrong = "do not fit together";

    private readonly PlatformHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.SetUpAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Invitation_Opened_SaysWhoInvitesAndLetsItsPersonInOnce()
    {
        var (_, link) = await InviteAsync();
        var browser = _host.Browser();
        (await browser.GetStringAsync(link)).Should().Contain("Welcome, Bo Park").And.Contain("Ada invites you to Vision as Researcher").And.Contain("bo@example.com");
        (await (await ChooseAsync(browser, link, "password1234")).Content.ReadAsStringAsync()).Should().Contain("among the first that somebody would guess");

        (await ChooseAsync(browser, link, Good)).StatusCode.Should().Be(HttpStatusCode.Found);

        (await browser.GetFromJsonAsync<JsonElement>("/api/me")).GetProperty("name").GetString().Should().Be("Bo Park");
        (await _host.Browser().GetStringAsync(link)).Should().Contain("no longer works");
        (await _host.Api.GetStringAsync("/api/audit?action=sign_in.failed")).Should().Contain("link_used");
    }

    [Fact]
    public async Task SignIn_ByPassword_LeadsWhereOneWantedToGo()
    {
        await InvitedAsync();
        var browser = _host.Browser();

        var answer = await SignInAsync(browser, "BO@example.com", Good, "/sign-in?returnUrl=%2Fpeople");

        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        answer.Headers.Location!.ToString().Should().EndWith("/people");
        answer.Headers.GetValues("Set-Cookie").Should().ContainSingle(cookie => cookie.StartsWith("platform=", StringComparison.Ordinal)).Which.Should().Contain("httponly").And.Contain("samesite=lax");
        (await browser.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_InVain_ReadsTheSameForEverybody()
    {
        await InvitedAsync();
        string[] answers =
        [
            await TextOf(await SignInAsync(_host.Browser(), "bo@example.com", "wrong")),
            await TextOf(await SignInAsync(_host.Browser(), "nobody@example.com", Good)),
            await TextOf(await SignInAsync(_host.Browser(), "ada@example.com", Good)),
            await TextOf(await SignInAsync(_host.Browser(), "", "")),
        ];

        answers.Should().OnlyContain(answer => answer.Contains(Wrong));
        answers.Should().OnlyContain(answer => !answer.Contains(Good) && !answer.Contains("value=\"wrong"), "a password never comes back");
        var forged = await _host.Browser().PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "password", ["Password.Email"] = "bo@example.com", ["Password.Text"] = Good }));
        forged.StatusCode.Should().Be(HttpStatusCode.BadRequest, "the form of another site has no antiforgery token");
    }

    [Fact]
    public async Task TenWrongTries_LockTheFormAndNotALink()
    {
        var userId = await InvitedAsync();
        var browser = _host.Browser();
        for (var number = 0; number < 10; number++)
        {
            await SignInAsync(browser, "bo@example.com", "wrong");
        }

        (await TextOf(await SignInAsync(browser, "bo@example.com", Good))).Should().Contain(Wrong);
        var reset = await _host.Get<IssuePersonalLinkCommand>().ExecuteAsync(_host.Admin, userId, default);
        (await ChooseAsync(browser, AddressOf(reset), Good)).StatusCode.Should().Be(HttpStatusCode.Found);
        (await browser.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _host.Api.GetFromJsonAsync<JsonElement>("/api/audit?action=sign_in.locked")).GetProperty("total").GetInt32().Should().Be(1);
        (await SignInAsync(_host.Browser(), "bo@example.com", Good)).StatusCode.Should().Be(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Cookie_CopiedBeforeSigningOut_IsWorthNothingAfterwards()
    {
        await InvitedAsync();
        var browser = _host.Browser();
        var answer = await SignInAsync(browser, "bo@example.com", Good);
        var copy = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _host.Address };
        copy.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("platform=", StringComparison.Ordinal)).Split(';')[0]);
        (await copy.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);

        await PlatformHost.SignOutAsync(browser);

        (await copy.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await copy.GetAsync("/people")).Headers.Location!.AbsolutePath.Should().Be("/sign-in");
        (await copy.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).IsSuccessStatusCode.Should().BeFalse("no circuit opens either");
    }

    [Fact]
    public void Hashes_OfTheFramework_AreSaltedSlowAndTakenUpAnewWhenOld()
    {
        var hashes = _host.Get<IPasswordHashes>();
        var (one, other) = (hashes.HashOf(Good), hashes.HashOf(Good));

        one.Should().NotBe(other).And.NotContain("otter");
        one.Length.Should().BeLessThanOrEqualTo(UserPassword.HashLength);
        hashes.Check(one, Good).Should().Be(PasswordCheck.Right);
        hashes.Check(one, Good + " ").Should().Be(PasswordCheck.Wrong);
        hashes.Check(hashes.Decoy, Good).Should().Be(PasswordCheck.Wrong);
        var rounds = Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1000 });
        hashes.Check(new Microsoft.AspNetCore.Identity.PasswordHasher<object>(rounds).HashPassword(this, Good), Good).Should().Be(PasswordCheck.RightButOld);
    }

    /// <returns>Somebody with a password.</returns>
    private async Task<Guid> InvitedAsync()
    {
        var (userId, link) = await InviteAsync();
        (await ChooseAsync(_host.Browser(), link, Good)).StatusCode.Should().Be(HttpStatusCode.Found);
        return userId;
    }

    private async Task<(Guid UserId, string Link)> InviteAsync()
    {
        var link = await _host.Get<InviteUserCommand>().ExecuteAsync(_host.Admin, _host.Admin.DepartmentId, new NewPerson("Bo Park", "bo@example.com", UserRole.Researcher), default);
        return (link.UserId, AddressOf(link));
    }

    private static string AddressOf(IssuedLink link) => $"/sign-in/link?token={link.Token}";

    private static Task<HttpResponseMessage> ChooseAsync(HttpClient browser, string link, string password) => PlatformHost.FillInAsync(browser, link, ("Form.Text", password));

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string email, string password, string address = "/sign-in") =>
        PlatformHost.FillInAsync(browser, address, ("Password.Email", email), ("Password.Text", password));

    private static Task<string> TextOf(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();
}
