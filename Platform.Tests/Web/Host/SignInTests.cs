using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;

namespace Platform.Tests.Web.Host;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task FirstLink_FormFilledIn_SignsInAsAdministratorAndManager()
    {
        var browser = _host.Browser();
        var answer = await PlatformHost.WelcomeAsync(browser, _host.IssueLink(null));
        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        var me = await browser.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("role").GetString().Should().Be("admin");
        me.GetProperty("managesDepartment").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task FirstLink_UsedTwice_IsRefused()
    {
        var link = _host.IssueLink(null);
        await PlatformHost.WelcomeAsync(_host.Browser(), link);
        (await _host.Browser().GetStringAsync(link)).Should().Contain("used already");
    }

    [Fact]
    public async Task FirstLink_WithoutAntiforgeryToken_IsRefused()
    {
        var link = _host.IssueLink(null);
        var answer = await _host.Browser().PostAsync(link, new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "welcome", ["Form.Name"] = "Eve" }));
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task FirstLink_ImpossibleEmail_SaysWhatIsWrong()
    {
        var answer = await PlatformHost.WelcomeAsync(_host.Browser(), _host.IssueLink(null), email: "nobody");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Form.Email");
    }

    [Fact]
    public async Task PersonalLink_Opened_SignsInOnce()
    {
        await _host.SetUpAsync();
        var (link, browser) = (_host.IssueLink(_host.AdminId), _host.Browser());
        (await browser.GetAsync(link)).StatusCode.Should().Be(HttpStatusCode.Found);
        (await browser.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _host.Browser().GetStringAsync(link)).Should().Contain("used already");
    }

    [Fact]
    public async Task Tries_MoreThanAMinuteTakes_AreTurnedAwayAndNotPutOnRecord()
    {
        await _host.SetUpAsync();
        var browser = _host.Browser();
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < 31; number++)
        {
            answers.Add((await browser.GetAsync($"/sign-in?token=guess{number}")).StatusCode);
        }

        answers.Should().StartWith(HttpStatusCode.OK).And.EndWith(HttpStatusCode.TooManyRequests);
        (await _host.Api.GetFromJsonAsync<JsonElement>("/api/audit?action=sign_in.failed")).GetProperty("total").GetInt32().Should().Be(answers.Count(answer => answer == HttpStatusCode.OK)).And.BeLessThanOrEqualTo(30);
        (await browser.GetAsync("/sign-in")).StatusCode.Should().Be(HttpStatusCode.OK, "the page itself stays open");
    }

    [Fact]
    public async Task SignedIn_ThenDeactivated_IsRefusedAtOnce()
    {
        await _host.SetUpAsync();
        var userId = await _host.Get<RegisterUserCommand>().ExecuteAsync(_host.Admin, _host.Admin.DepartmentId, new NewPerson("Bo", "bo@example.com", UserRole.Analyst), default);
        var browser = _host.Browser();
        await browser.GetAsync(_host.IssueLink(userId));
        (await browser.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
        await _host.Get<SetUserActiveCommand>().ExecuteAsync(_host.Admin, userId, false, default);
        (await browser.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignOut_ByThePage_EndsTheSession()
    {
        await _host.SetUpAsync();
        var browser = _host.Browser();
        await browser.GetAsync(_host.IssueLink(_host.AdminId));
        (await PlatformHost.SignOutAsync(browser)).StatusCode.Should().Be(HttpStatusCode.Found);
        (await browser.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task UnsafeApiRequest_ByCookieFromAnotherSite_IsRefused()
    {
        await _host.SetUpAsync();
        var browser = _host.Browser();
        await browser.GetAsync(_host.IssueLink(_host.AdminId));
        foreach (var (site, status) in new[] { ("cross-site", HttpStatusCode.Forbidden), ("same-origin", HttpStatusCode.Created) })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/projects") { Content = JsonContent.Create(new { name = "Cells" }) };
            request.Headers.Add("Sec-Fetch-Site", site);
            (await browser.SendAsync(request)).StatusCode.Should().Be(status);
        }
    }
}
