using System.Net;

namespace Platform.Tests.Web.Host;

public sealed class HostTests(PlatformHost host) : IClassFixture<PlatformHost>
{
    [Fact]
    public async Task Health_WithoutSignIn_Answers() => (await host.Browser().GetStringAsync("/health")).Should().Be("Healthy");

    [Fact]
    public async Task Page_WithoutSignIn_LeadsToTheSignInPage()
    {
        var answer = await host.Browser().GetAsync("/people");
        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        answer.Headers.Location!.PathAndQuery.Should().Be("/sign-in?returnUrl=%2Fpeople");
    }

    [Fact]
    public async Task SignInPage_WithoutLink_SaysWhereTheLinkIs()
    {
        var page = await host.Browser().GetStringAsync("/sign-in");
        page.Should().Contain("printed in the terminal").And.Contain("/sign-in?token=");
    }

    [Fact]
    public async Task SignInPage_ForKoreanBrowser_IsKorean()
    {
        var browser = host.Browser();
        browser.DefaultRequestHeaders.AcceptLanguage.Clear();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ko-KR,ko;q=0.9");
        (await browser.GetStringAsync("/sign-in")).Should().Contain("lang=\"ko\"").And.Contain("로그인");
    }

    [Fact]
    public async Task Language_Chosen_StaysInTheCookie()
    {
        var browser = host.Browser();
        (await browser.GetAsync("/preferences/language?culture=ko&returnUrl=/sign-in")).Headers.Location!.OriginalString.Should().Be("/sign-in");
        (await browser.GetStringAsync("/sign-in")).Should().Contain("lang=\"ko\"");
    }

    [Fact]
    public async Task Api_WithoutSignIn_AnswersAProblem()
    {
        var answer = await host.Browser().GetAsync("/api/me");
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Api_WithUnknownToken_IsRefused()
    {
        var client = host.Browser();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer plt_guess");
        (await client.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Responses_OfPages_CarrySecurityHeaders()
    {
        var headers = (await host.Browser().GetAsync("/sign-in")).Headers;
        headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self' 'wasm-unsafe-eval';").And.Contain("connect-src 'self';").And.Contain("frame-ancestors 'none'");
        headers.GetValues("X-Content-Type-Options").Single().Should().Be("nosniff");
    }

    [Fact]
    public async Task Api_FromAnotherOrigin_IsNotShared()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Add("Origin", "https://elsewhere.example");
        (await host.Browser().SendAsync(request)).Headers.Should().NotContain(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/projects");
        preflight.Headers.Add("Origin", "https://elsewhere.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        (await host.Browser().SendAsync(preflight)).Headers.Should().NotContain(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/.git/config")]
    [InlineData("/appsettings.json")]
    [InlineData("/Platform.Web.dll")]
    [InlineData("/css/..%2f..%2fPlatform.Web.csproj")]
    public async Task UnknownPath_OfSources_IsNotServed(string path) => (await host.Browser().GetAsync(path)).StatusCode.Should().BeOneOf(HttpStatusCode.Found, HttpStatusCode.NotFound, HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("/api/me")]
    [InlineData("/v1/models")]
    public async Task Responses_OfTheApi_ActAsNoPage(string path)
    {
        var headers = (await host.Browser().GetAsync(path)).Headers;
        headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'none';").And.Contain("sandbox");
        headers.GetValues("X-Content-Type-Options").Single().Should().Be("nosniff");
    }

    [Theory]
    [InlineData("/css/tokens.css", "text/css")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/_content/Radzen.Blazor/css/default-base.css", "text/css")]
    public async Task StaticFile_OfTheShell_IsServed(string path, string type)
    {
        var answer = await host.Browser().GetAsync(path);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be(type);
    }

    [Fact]
    public async Task OpenApi_WithoutSignIn_IsNotShown() => (await host.Browser().GetAsync("/openapi/v1.json")).StatusCode.Should().Be(HttpStatusCode.Found);

    [Fact]
    public void Configuration_FromTheRepositoryRoot_IsLoaded() => host.App.Configuration["Platform:MaxUploadBytes"].Should().Be("4294967296");
}
