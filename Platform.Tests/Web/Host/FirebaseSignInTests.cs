using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Tests.Support;
using Platform.Tests.Web.SignIn.Firebase;

namespace Platform.Tests.Web.Host;

/// <summary>Signing in by Firebase on the real server, with tokens of keys of our own: what a browser and what a program sends.</summary>
public sealed partial class FirebaseSignInTests : IAsyncLifetime
{
    private CertificateServer _google = null!;
    private TestDatabase _database = null!;
    private PlatformHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _google = await CertificateServer.StartAsync("one");
        _database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        _host = PlatformHost.On(
            _database, "--Platform:Firebase:ProjectId", IdToken.Project, "--Platform:Firebase:ApiKey", "key", "--Platform:Firebase:CertificateUrl", _google.Url, "--Platform:Contact", "help desk, 4711");
        await _host.InitializeAsync();
        await _host.SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
        await _google.DisposeAsync();
    }

    [Fact]
    public async Task Person_FromUnknownToApproved_GetsTheirCookieAndStaysOnThisSite()
    {
        var browser = _host.Browser();
        var waiting = await PostAsync(browser, Token());
        waiting.Status.Should().Be(HttpStatusCode.OK);
        waiting.Text.Should().Contain("Waiting to be registered").And.Contain("bo@example.com").And.Contain("Contact: help desk, 4711").And.NotContain("Ada", "strangers learn nobody's name");
        (await browser.GetAsync("/api/me", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        var pending = (await _host.Api.GetFromJsonAsync<JsonElement>("/api/pending-registrations", Cancellation)).GetProperty("people")[0].GetProperty("id").GetGuid();
        (await _host.Api.PostAsJsonAsync($"/api/pending-registrations/{pending}/approve", new { departmentId = _host.Admin.DepartmentId }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.BadRequest, "no role is given by itself");
        var body = new { departmentId = _host.Admin.DepartmentId, role = "researcher" };
        (await _host.Api.PostAsJsonAsync($"/api/pending-registrations/{pending}/approve", body, Cancellation)).EnsureSuccessStatusCode();

        var signedIn = await PostAsync(browser, Token(), "/people?tab=1");
        (signedIn.Status, signedIn.Location).Should().Be((HttpStatusCode.Found, "/people?tab=1"));
        (await browser.GetFromJsonAsync<JsonElement>("/api/me", Cancellation)).GetProperty("role").GetString().Should().Be("researcher");
        (await PostAsync(_host.Browser(), Token(), "//evil.example")).Location.Should().Be("/");
        (await PostAsync(_host.Browser(), Token(), "https://evil.example/")).Location.Should().Be("/");
    }

    [Fact]
    public async Task Person_DeclinedOrInactive_IsToldSo()
    {
        await PostAsync(_host.Browser(), Token());
        var pending = (await _host.Api.GetFromJsonAsync<JsonElement>("/api/pending-registrations", Cancellation)).GetProperty("people")[0].GetProperty("id").GetGuid();
        (await _host.Api.PostAsync($"/api/pending-registrations/{pending}/decline", null, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await PostAsync(_host.Browser(), Token())).Text.Should().Contain("declined the registration");
        (await ExchangeAsync(new { idToken = Token() })).Should().Be((403, "firebase.declined"));
        (await _host.Api.PostAsync($"/api/pending-registrations/{pending}/reopen", null, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        var id = await RegisterAsync("bo@example.com");
        await PostAsync(_host.Browser(), Token());
        await _host.Get<SetUserActiveCommand>().ExecuteAsync(_host.Admin, id, active: false, Cancellation);

        (await PostAsync(_host.Browser(), Token())).Text.Should().Contain("Account not active");
        (await ExchangeAsync(new { idToken = Token() })).Should().Be((403, "firebase.inactive"));
    }

    [Fact]
    public async Task Form_WithoutItsAntiforgeryToken_SignsNobodyIn()
    {
        await RegisterAsync("bo@example.com");
        using var forged = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "firebase", ["IdToken"] = Token() });
        var browser = _host.Browser();

        (await browser.PostAsync("/sign-in/firebase", forged, Cancellation)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        (await browser.GetAsync("/api/me", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/sign-in/firebase", Cancellation)).Headers.Location!.OriginalString.Should().EndWith("/sign-in");
    }

    [Fact]
    public async Task Token_ThatProvesNothing_IsRefusedAndOnRecord()
    {
        var answer = await PostAsync(_host.Browser(), IdToken.Unsigned(IdToken.Claims(DateTimeOffset.UtcNow)));
        (answer.Status, answer.Location).Should().Be((HttpStatusCode.Unauthorized, null));
        answer.Text.Should().Contain("proves nothing here");
        (await ExchangeAsync(new { idToken = "x" })).Should().Be((401, "firebase.token"));
        var failed = await _host.Api.GetFromJsonAsync<JsonElement>("/api/audit?action=sign_in.failed", Cancellation);
        failed.GetProperty("total").GetInt32().Should().Be(2);
        failed.GetProperty("lines")[0].GetProperty("arguments").GetProperty("reason").GetString().Should().Be("firebase_token");

        _google.Status = 500;
        var unreachable = await PostAsync(_host.Browser(), Token());
        (unreachable.Status, unreachable.Location).Should().Be((HttpStatusCode.ServiceUnavailable, null));
        (await ExchangeAsync(new { idToken = Token() })).Should().Be((503, "firebase.unreachable"));
    }

    [Fact]
    public async Task Exchange_OfAnIdToken_GivesRegisteredPeopleATokenForAnHour()
    {
        (await ExchangeAsync(new { idToken = Token() })).Should().Be((403, "firebase.unregistered"));
        (await ExchangeAsync(new { })).Status.Should().Be(401, "without any proof");
        (await ExchangeAsync(new { idToken = new string('x', 64 << 10) })).Status.Should().Be(413);
        await RegisterAsync("bo@example.com");

        using var program = new HttpClient { BaseAddress = _host.Address };
        using var answer = await program.PostAsJsonAsync("/api/auth/token", new { idToken = Token(), scopes = new[] { "training" } }, Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancellation));
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        token.GetProperty("expiresIn").GetInt32().Should().BeInRange(3590, 3600);
        program.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("accessToken").GetString());
        (await program.GetFromJsonAsync<JsonElement>("/api/me", Cancellation)).GetProperty("name").GetString().Should().Be("Bo");
        (await program.PostAsJsonAsync("/api/projects", new { name = "x" }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await _host.Get<PeopleQueries>().MembersAsync(_host.Admin, _host.Admin.DepartmentId, Cancellation)).Should().ContainSingle(member => member.FirebaseUid == "uid-bo");
    }

    [Fact]
    public async Task Exchange_OfASession_AsksForThisSiteAsBefore()
    {
        var browser = _host.Browser();
        await browser.GetAsync(_host.IssueLink(_host.AdminId), Cancellation);
        foreach (var (site, status) in new[] { ("cross-site", HttpStatusCode.Forbidden), ("same-origin", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/token") { Content = JsonContent.Create(new { scopes = new[] { "training" } }) };
            request.Headers.Add("Sec-Fetch-Site", site);
            (await browser.SendAsync(request, Cancellation)).StatusCode.Should().Be(status);
        }
    }

    [Fact]
    public async Task Tries_MoreThanAMinuteTakes_AreTurnedAwayOnBothWays()
    {
        var statuses = new List<int>();
        for (var number = 0; number < 31; number++)
        {
            statuses.Add((await ExchangeAsync(new { idToken = "x" })).Status);
        }

        statuses.Should().StartWith(401).And.EndWith(429);
        (await _host.Browser().PostAsync("/sign-in/firebase", null, Cancellation)).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        (await _host.Api.PostAsJsonAsync("/api/auth/token", new { }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK, "with a token of the platform nobody tries to sign in");
    }

    [Fact]
    public async Task SignInPage_AllowsWhatFirebaseNeeds_AndNoOtherPageDoes()
    {
        var browser = _host.Browser();
        var page = await browser.GetAsync("/sign-in", Cancellation);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("connect-src 'self' https://identitytoolkit.googleapis.com https://securetoken.googleapis.com;").And.Contain("frame-src 'self' https://demo-platform.firebaseapp.com;")
            .And.Contain("script-src 'self' 'wasm-unsafe-eval' https://apis.google.com/js/api.js https://apis.google.com/_/scs/;");
        page.Headers.GetValues("Cross-Origin-Opener-Policy").Single().Should().Be("same-origin-allow-popups");
        (await page.Content.ReadAsStringAsync(Cancellation)).Should().Contain("js/annotator/firebase.js").And.Contain("data-project=\"demo-platform\"");
        (await browser.GetAsync("/js/annotator/firebase.js", Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (var other in new[] { "/people", "/health", "/api/me" })
        {
            var headers = (await browser.GetAsync(other, Cancellation)).Headers;
            headers.GetValues("Content-Security-Policy").Single().Should().NotContain("google");
            headers.GetValues("Cross-Origin-Opener-Policy").Single().Should().Be("same-origin");
        }
    }

    [Fact]
    public async Task Server_WithTheEmulatorInProduction_RefusesToStart()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        await using var host = PlatformHost.On(database, "--environment", "Production", "--Platform:Firebase:ProjectId", "demo-platform", "--Platform:Firebase:EmulatorHost", "127.0.0.1:9099");

        (await host.Invoking(one => one.InitializeAsync().AsTask()).Should().ThrowAsync<OptionsValidationException>()).WithMessage("*EmulatorHost*Remove the setting*");
    }

    private string Token() => IdToken.Signed(_google.KeyOf("one"), "one", IdToken.Claims(DateTimeOffset.UtcNow));

    private Task<Guid> RegisterAsync(string email) => _host.Get<RegisterUserCommand>().ExecuteAsync(_host.Admin, _host.Admin.DepartmentId, new NewPerson("Bo", email, UserRole.Analyst), Cancellation);

    /// <summary>Posts what the browser's script posts: the form of the sign-in page with the token in it.</summary>
    private static async Task<(HttpStatusCode Status, string? Location, string Text)> PostAsync(HttpClient browser, string idToken, string? returnUrl = null)
    {
        var page = await browser.GetStringAsync("/sign-in" + (returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}"), Cancellation);
        var form = FirebaseForm().Match(page).Value;
        var fields = HiddenField().Matches(form).ToDictionary(match => Attribute(match.Value, "name"), match => Attribute(match.Value, "value"));
        fields["IdToken"] = idToken;
        using var answer = await browser.PostAsync(Attribute(form, "action"), new FormUrlEncodedContent(fields), Cancellation);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString.Replace(browser.BaseAddress!.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal), await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<(int Status, string? Code)> ExchangeAsync(object body)
    {
        using var program = new HttpClient { BaseAddress = _host.Address };
        using var answer = await program.PostAsJsonAsync("/api/auth/token", body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return ((int)answer.StatusCode, text.StartsWith('{') && JsonElement.Parse(text).TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static string Attribute(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form[^>]*data-firebase.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FirebaseForm();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenField();
}
