using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Host;

/// <summary>Behind a proxy: who is believed about addresses and schemes, and what happens to requests in the clear.</summary>
public sealed class ProxyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.0/8", "203.0.113.9")]
    [InlineData("127.0.0.1", "203.0.113.9")]
    [InlineData("10.1.2.3", "127.0.0.1")]
    [InlineData(null, "127.0.0.1")]
    public async Task ForwardedAddress_CountsOnlyFromTrustedProxies(string? trusted, string noted)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        await using var host = PlatformHost.On(database, trusted is null ? [] : ["--Platform:TrustedProxies:0", trusted]);
        await host.InitializeAsync();
        await host.SetUpAsync();
        var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        await browser.GetAsync("/sign-in?token=guess", Cancellation);

        var line = (await host.Api.GetFromJsonAsync<JsonElement>("/api/audit?action=sign_in.failed", Cancellation)).GetProperty("lines")[0];
        line.GetProperty("ipAddress").GetString().Should().Be(noted);
    }

    [Fact]
    public async Task TrustedProxy_ThatIsNoAddress_StopsTheStartAndSaysWhy()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var host = PlatformHost.On(database, "--Platform:TrustedProxies:0", "proxy.local");

        var start = async () => await host.InitializeAsync();

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*'proxy.local', which is neither an address*");
    }

    [Fact]
    public async Task RequiredHttps_InTheClear_LeadsPagesOnAndRefusesPrograms()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        await using var host = PlatformHost.On(database, "--Platform:RequireHttps", "true", "--Platform:TrustedProxies:0", "127.0.0.1");
        await host.InitializeAsync();
        await host.SetUpAsync();
        var browser = host.Browser();

        (await browser.GetStringAsync("/health", Cancellation)).Should().Be("Healthy");
        using var page = await browser.GetAsync("/people?x=1", Cancellation);
        (page.StatusCode, page.Headers.Location!.OriginalString).Should().Be((HttpStatusCode.TemporaryRedirect, "https://127.0.0.1/people?x=1"));
        using var program = await host.Api.GetAsync("/api/projects", Cancellation);
        program.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await program.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString().Should().Be("https.required");

        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var signedIn = await browser.GetAsync(host.IssueLink(host.AdminId), Cancellation);
        signedIn.Headers.GetValues("Strict-Transport-Security").Should().Equal("max-age=31536000");
        signedIn.Headers.GetValues("Set-Cookie").Should().OnlyContain(cookie => cookie.StartsWith("__Host-platform", StringComparison.Ordinal) && cookie.Contains("secure", StringComparison.OrdinalIgnoreCase) && cookie.Contains("path=/;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookies_InTheClear_AreStillKeptFromScriptsAndOtherSites()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        await host.SetUpAsync();

        using var language = await host.Browser().GetAsync("/preferences/language?culture=ko", Cancellation);
        using var signedIn = await host.Browser().GetAsync(host.IssueLink(host.AdminId), Cancellation);

        var cookies = language.Headers.GetValues("Set-Cookie").Concat(signedIn.Headers.GetValues("Set-Cookie")).ToList();
        cookies.Should().HaveCountGreaterThanOrEqualTo(2).And.OnlyContain(cookie => cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase) && cookie.Contains("samesite=", StringComparison.OrdinalIgnoreCase));
    }
}
