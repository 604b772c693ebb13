using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>
/// Signing in through Firebase's own web client and its auth emulator. Explicit: only <c>scripts/firebase-suite.sh</c> runs it, which installs and starts the emulator and names it in
/// PLATFORM_TEST_FIREBASE. The emulator's tokens are unsigned; signatures are tested in FirebaseTokenVerifierTests.
/// </summary>
public sealed partial class FirebaseSuite : IAsyncLifetime
{
    private const string Project = "demo-platform";
    private const string Password = "correct horse";

    private readonly List<BrowserSession> _browsers = [];
    private readonly HttpClient _emulator = new();
    private AppServer _server = null!;

    private static string Emulator => Environment.GetEnvironmentVariable("PLATFORM_TEST_FIREBASE") ?? throw new InvalidOperationException("Run scripts/firebase-suite.sh: it starts the emulator.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await AppServer.StartAsync("--environment", "Development", "--Platform:Firebase:ProjectId", Project, "--Platform:Firebase:EmulatorHost", Emulator, "--Platform:Contact", "help desk, 4711");
        _emulator.BaseAddress = new Uri($"http://{Emulator}/");
        _emulator.DefaultRequestHeaders.Authorization = new("Bearer", "owner");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            await browser.DisposeAsync();
        }

        await _server.DisposeAsync();
        _emulator.Dispose();
    }

    [Fact(Explicit = true)]
    public async Task Person_WithAVerifiedAddress_WaitsIsApprovedAndComesIn()
    {
        await AddAccountAsync("bo@example.com", "Bo Park", verified: true);
        var administrator = await OpenAsync();
        await administrator.SetUpAsync();
        var person = await OpenAsync();
        var page = person.Page;

        await page.GotoAsync("/people");
        await ShotAsync(person, "sign-in");
        await FillAsync(page, "bo@example.com", "wrong");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("E-mail address or password is wrong");
        await FillAsync(page, "bo@example.com", Password);
        await Expect(Heading(page)).ToHaveTextAsync("Waiting to be registered");
        await Expect(page.GetByText("Contact: help desk, 4711")).ToBeVisibleAsync();
        await ShotAsync(person, "waiting");

        await administrator.OpenAsync("/people");
        var row = administrator.Page.GetByTestId("pending").Locator("tbody tr");
        await Expect(row).ToContainTextAsync("Bo Park");
        await ShotAsync(administrator, "people");
        await row.GetByTestId("pending-role").SelectOptionAsync("Researcher");
        await row.ButtonAsync("Approve");
        await Expect(administrator.Page.GetByTestId("pending")).ToHaveCountAsync(0);
        await Expect(administrator.Page.Locator("tr", new PageLocatorOptions { HasText = "bo@example.com" })).ToBeVisibleAsync();

        await FillAsync(page, "bo@example.com", Password);
        await Expect(page).ToHaveURLAsync(PeoplePage());
        await Expect(Heading(page)).ToContainTextAsync("People");
        (await person.Context.CookiesAsync()).Should().ContainSingle(cookie => cookie.Name == "platform" && cookie.HttpOnly);
        Unexpected(person).Should().BeEmpty();
        Unexpected(administrator).Should().BeEmpty();
    }

    [Fact(Explicit = true)]
    public async Task Person_WithAnUnverifiedAddress_VerifiesItByTheMailAndIsLinked()
    {
        var administrator = await OpenAsync();
        await administrator.SetUpAsync();
        using var api = await administrator.OpenApiAsync();
        await AddAccountAsync("ada@example.com", "Not Ada", verified: false);
        var person = await OpenAsync();
        var page = person.Page;

        await page.GotoAsync("/sign-in");
        await FillAsync(page, "ada@example.com", Password);
        await Expect(page.GetByText("This address is not verified yet")).ToBeVisibleAsync();
        (await api.GetAsync("/api/pending-registrations")).GetProperty("people")[0].GetProperty("isEmailVerified").GetBoolean().Should().BeFalse();

        await page.Locator("[data-email]").FillAsync("ada@example.com");
        await page.Locator("[data-forgot]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("a mail is on its way");
        await FollowMailAsync("ada@example.com", "another horse");
        await FillAsync(page, "ada@example.com", "another horse");

        await Expect(Heading(page)).ToContainTextAsync("Projects");
        (await api.GetAsync("/api/pending-registrations")).GetProperty("total").GetInt32().Should().Be(0);
        Unexpected(person).Should().BeEmpty();
    }

    [Fact(Explicit = true)]
    public async Task Program_WithAnIdTokenOfTheEmulator_GetsATokenOfThePlatform()
    {
        var administrator = await OpenAsync();
        await administrator.SetUpAsync();
        var idToken = await AddAccountAsync("ada@example.com", "Ada Kim", verified: true);
        using var program = new HttpClient { BaseAddress = _server.Address };

        using var answer = await program.PostAsJsonAsync("/api/auth/token", new { idToken, scopes = new[] { "training" } }, Cancellation);
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        using var api = ApiClient.WithToken(_server, token.GetProperty("accessToken").GetString()!);
        (await api.GetAsync("/api/me")).GetProperty("name").GetString().Should().Be("Ada Kim");
    }

    [Fact(Explicit = true)]
    public async Task Google_Clicked_AsksForTheScriptThatThePolicyAllows()
    {
        var person = await OpenAsync();
        var page = person.Page;
        await page.RouteAsync("https://apis.google.com/**", route => route.AbortAsync());
        await page.GotoAsync("/sign-in");

        await page.RunAndWaitForRequestAsync(() => page.Locator("[data-google]").ClickAsync(), request => request.Url.StartsWith("https://apis.google.com/js/api.js", StringComparison.Ordinal));

        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        person.Problems.Should().NotContain(problem => problem.Contains("Content Security Policy"));
    }

    [Fact(Explicit = true)]
    public async Task SignInPages_InEveryLook_FitTheWindow()
    {
        await AddAccountAsync("kim@example.com", "김보", verified: false);
        foreach (var (name, look) in new[] { ("ko-dark", BrowserLook.KoreanDark), ("phone", BrowserLook.Phone), ("phone-ko-dark", BrowserLook.Phone with { Language = "ko-KR", Theme = ColorScheme.Dark }) })
        {
            var person = await OpenAsync(look);
            await person.Page.GotoAsync("/sign-in");
            await Expect(person.Page.Locator("[data-submit]")).ToBeEnabledAsync();
            await ShotAsync(person, $"sign-in-{name}");
            await FillAsync(person.Page, "kim@example.com", Password);
            await Expect(person.Page.GetByTestId("firebase-answer")).ToBeVisibleAsync();
            await ShotAsync(person, $"waiting-{name}");
            (await person.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue(name);
        }

        var administrator = await OpenAsync(BrowserLook.Phone with { Language = "ko-KR", Theme = ColorScheme.Dark });
        await administrator.SetUpAsync();
        await administrator.OpenAsync("/people");
        await Expect(administrator.Page.GetByTestId("pending")).ToBeVisibleAsync();
        await ShotAsync(administrator, "people-phone-ko-dark");
    }

    private static async Task FillAsync(IPage page, string email, string password)
    {
        await page.Locator("[data-email]").FillAsync(email);
        await page.Locator("[data-password]").FillAsync(password);
        await page.Locator("[data-submit]").ClickAsync();
    }

    /// <returns>An ID token of the new account.</returns>
    private async Task<string> AddAccountAsync(string email, string name, bool verified)
    {
        using var cleared = await _emulator.DeleteAsync($"emulator/v1/projects/{Project}/accounts", Cancellation);
        cleared.EnsureSuccessStatusCode();
        var account = await PostAsync($"identitytoolkit.googleapis.com/v1/projects/{Project}/accounts", new { email, password = Password, displayName = name, emailVerified = verified });
        account.GetProperty("localId").GetString().Should().NotBeNullOrEmpty();
        var signedIn = await PostAsync("identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=x", new { email, password = Password, returnSecureToken = true });
        return signedIn.GetProperty("idToken").GetString()!;
    }

    private async Task FollowMailAsync(string email, string newPassword)
    {
        var mails = await _emulator.GetFromJsonAsync<JsonElement>($"emulator/v1/projects/{Project}/oobCodes", Cancellation);
        var link = mails.GetProperty("oobCodes").EnumerateArray().Last(mail => mail.GetProperty("email").GetString() == email).GetProperty("oobLink").GetString()!;
        using var followed = await _emulator.GetAsync($"{link}&newPassword={Uri.EscapeDataString(newPassword)}", Cancellation);
        followed.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _emulator.PostAsJsonAsync(path, body, Cancellation);
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private async Task<BrowserSession> OpenAsync(BrowserLook? look = null)
    {
        var browser = await BrowserSession.OpenAsync(_server, look);
        _browsers.Add(browser);
        return browser;
    }

    private static Task ShotAsync(BrowserSession browser, string name) => browser.ScreenshotAsync($"firebase/{name}", fullPage: true);

    // A browser reports every answer that is an error, also those that a test provokes: the emulator's to a wrong password.
    private static IEnumerable<string> Unexpected(BrowserSession browser) => browser.Problems.Where(problem => !problem.Contains("accounts:signInWithPassword"));

    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 });

    [GeneratedRegex("/people$")]
    private static partial Regex PeoplePage();
}
