using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Access.Queries;
using Platform.Core.Audit.Model;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Web.Resources;

namespace Platform.Tests.Web.Host;

public sealed class AuditApiTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ComingAndGoing_OfABrowser_IsOnRecordAndReadByThoseWhoMay()
    {
        await _host.SetUpAsync();
        var browser = _host.Browser();
        browser.DefaultRequestHeaders.UserAgent.ParseAdd("Test-Browser/1.0");
        var link = _host.IssueLink(_host.AdminId);
        await browser.GetAsync(link, Cancellation);
        await browser.GetAsync(link, Cancellation);
        var leave = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        leave.Headers.Add("Sec-Fetch-Site", "same-origin");
        await browser.SendAsync(leave, Cancellation);

        var page = await _host.Api.GetFromJsonAsync<JsonElement>("/api/audit?text=ada", Cancellation);

        var lines = page.GetProperty("lines").EnumerateArray().ToList();
        lines.Select(line => line.GetProperty("action").GetString()).Should().Contain(["sign_in.done", "sign_in.ended", "platform.set_up", "token.issued"]);
        var ended = lines.Single(line => line.GetProperty("action").GetString() == "sign_in.ended");
        ended.GetProperty("ipAddress").GetString().Should().Be("127.0.0.1");
        ended.GetProperty("userAgent").GetString().Should().Be("Test-Browser/1.0");
        var failed = await _host.Api.GetFromJsonAsync<JsonElement>("/api/audit?action=sign_in.failed", Cancellation);
        failed.GetProperty("total").GetInt32().Should().Be(1);

        var jsonLines = (await _host.Api.GetStringAsync("/api/audit/export?kind=user", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        jsonLines.Select(line => JsonElement.Parse(line).GetProperty("subjectKind").GetString()).Should().NotBeEmpty().And.OnlyContain(kind => kind == "user");
        var csv = await _host.Api.GetStringAsync("/api/audit/export?format=csv", Cancellation);
        csv.Should().StartWith("id,at,").And.Contain("\"sign_in.done\"").And.Contain("\"Test-Browser/1.0\"");

        var analystId = await _host.Get<RegisterUserCommand>().ExecuteAsync(_host.Admin, _host.Admin.DepartmentId, new NewPerson("=cmd()", "bo@example.com", UserRole.Analyst), Cancellation);
        using var analyst = await _host.ClientOfAsync((await _host.Get<ActorResolver>().ResolveAsync(analystId, Cancellation))!);
        (await analyst.GetAsync("/api/audit", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await analyst.GetAsync("/api/audit/export", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await _host.Api.GetStringAsync("/api/audit/export?format=csv&action=user.registered", Cancellation)).Should().Contain("\"'=cmd()\"", "a spreadsheet must not run a name");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Codes_OfTheAudit_HaveWordsInBothLanguages(string culture)
    {
        var words = new System.Resources.ResourceManager(typeof(Texts)).GetResourceSet(System.Globalization.CultureInfo.GetCultureInfo(culture), true, tryParents: culture == "en")!;

        AuditActions.All.Select(action => "audit.action." + action).Concat(AuditKinds.All.Select(kind => "audit.kind." + kind)).Where(key => words.GetString(key) is null).Should().BeEmpty();
    }
}
