using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.People.Commands;
using Platform.Tests.Support;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Tests.Web.Host;

/// <summary>The whole application on a real server: a port of its own, a data folder of its own, gone afterwards.</summary>
public sealed partial class PlatformHost : IAsyncLifetime
{
    // Null for a new one in the data folder.
    private readonly TestDatabase? _database;
    private readonly string[] _settings = [];
    private readonly string _data = Path.Combine(Path.GetTempPath(), "platform-web-" + Path.GetRandomFileName());

    public PlatformHost()
    {
    }

    private PlatformHost(TestDatabase database, string[] settings) => (_database, _settings) = (database, settings);

    public WebApplication App { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public Guid AdminId { get; private set; }

    public Actor Admin { get; private set; } = null!;

    /// <summary>A client with the administrator's bearer token.</summary>
    public HttpClient Api { get; private set; } = null!;

    /// <summary>A host on a database that a test has made.</summary>
    /// <param name="database">Outlives the host.</param>
    /// <param name="settings">As on a command line.</param>
    public static PlatformHost On(TestDatabase database, params string[] settings) => new(database, settings);

    public async ValueTask InitializeAsync()
    {
        App = PlatformApplication.Build(["--urls", "http://127.0.0.1:0", "--Platform:DataRoot", _data, "--Logging:LogLevel:Default", "Warning", .. DatabaseSettings(), .. _settings]);
        await App.PrepareAsync();
        await App.StartAsync();
        Address = new Uri(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A browser without JavaScript: keeps cookies, follows no redirects.</summary>
    public HttpClient Browser()
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return browser;
    }

    /// <summary>Registers the first person directly, and opens <see cref="Api"/> for them.</summary>
    public async Task SetUpAsync()
    {
        AdminId = await Get<FirstPersonSetupCommand>().ExecuteAsync("Ada", "ada@example.com", "Vision", default);
        Admin = (await Get<ActorResolver>().ResolveAsync(AdminId, default))!;
        Api = await ClientOfAsync(Admin);
    }

    public async Task<HttpClient> ClientOfAsync(Actor actor)
    {
        var token = await Get<IssueAccessTokenCommand>().ExecuteAsync(actor, "test", null, default);
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        return client;
    }

    public string IssueLink(Guid? userId) => $"/sign-in?token={Get<SignInLinks>().Issue(userId)}";

    /// <summary>Fills in the welcome form behind a link as a browser would.</summary>
    public static Task<HttpResponseMessage> WelcomeAsync(HttpClient browser, string link, string name = "Ada", string email = "ada@example.com", string department = "Vision") =>
        FillInAsync(browser, link, ("Form.Name", name), ("Form.Email", email), ("Form.Department", department));

    /// <summary>Fills in the form of a page as a browser would, hidden fields included.</summary>
    public static async Task<HttpResponseMessage> FillInAsync(HttpClient browser, string address, params (string Name, string Value)[] typed)
    {
        var page = await browser.GetStringAsync(address);
        var fields = HiddenField().Matches(page).ToDictionary(match => Attribute(match.Value, "name"), match => WebUtility.HtmlDecode(Attribute(match.Value, "value")));
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return await browser.PostAsync(address, new FormUrlEncodedContent(fields));
    }

    /// <summary>Signs a browser out as the menu does.</summary>
    public static async Task<HttpResponseMessage> SignOutAsync(HttpClient browser)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await browser.SendAsync(request);
    }

    private string[] DatabaseSettings() => _database is null
        ? []
        : ["--Database:Provider", _database.Engine == DatabaseEngine.Postgres ? "postgres" : "sqlite", "--Database:ConnectionString", _database.ConnectionString];

    private static string Attribute(string tag, string name) => Regex.Match(tag, $"{name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex("<input type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenField();
}
