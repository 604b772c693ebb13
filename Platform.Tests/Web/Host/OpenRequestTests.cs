using System.Net;
using System.Net.WebSockets;
using System.Text;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;

namespace Platform.Tests.Web.Host;

/// <summary>What is open when somebody loses the right to it ends by itself: event streams, and the connections of circuits.</summary>
public sealed class OpenRequestTests(SqlitePermissionWorld world) : IClassFixture<SqlitePermissionWorld>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EventStream_WhoseTokenIsRevoked_Ends()
    {
        var actor = await world.AddMemberAsync(UserRole.Developer);
        using var client = await world.ClientAsync(actor);
        await using var stream = await client.GetStreamAsync($"/api/runs/{world.RunId}/events", Cancellation);
        (await stream.ReadAsync(new byte[1 << 16], Cancellation)).Should().BePositive("the history comes at once");
        var token = (await world.Host.Get<AccessTokenQueries>().ListOwnAsync(actor, Cancellation)).Single();

        await world.Host.Get<RevokeAccessTokenCommand>().ExecuteAsync(actor, token.Id, Cancellation);

        (await client.GetAsync("/api/me", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "the next request is refused at once");
        await EndAsync(async () => await stream.ReadAsync(new byte[1 << 16], Cancellation) > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Circuit_WhoseUserIsDeactivatedOrSessionEnded_IsCutOffAndNotLetInAgain(bool deactivated)
    {
        var actor = await world.AddMemberAsync(UserRole.Analyst);
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = world.Host.Address };
        await browser.GetAsync(world.Host.IssueLink(actor.UserId), Cancellation);
        using var circuit = await ConnectAsync(cookies);
        await circuit.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, Cancellation);
        var buffer = new byte[1 << 16];
        (await circuit.ReceiveAsync(buffer, Cancellation)).Count.Should().BePositive("the server shakes hands");

        if (deactivated)
        {
            await world.Host.Get<SetUserActiveCommand>().ExecuteAsync(world.Seed.Actor, actor.UserId, active: false, Cancellation);
        }
        else
        {
            (await world.Host.Get<EndSessionsCommand>().OthersAsync(actor, Cancellation)).Should().Be(1);
        }

        await EndAsync(async () => (await circuit.ReceiveAsync(buffer, Cancellation)).MessageType != WebSocketMessageType.Close);
        var again = () => ConnectAsync(cookies);
        await again.Should().ThrowAsync<WebSocketException>();
        (await browser.GetAsync("/people", Cancellation)).Headers.Location!.AbsolutePath.Should().Be("/sign-in");
    }

    private async Task<ClientWebSocket> ConnectAsync(CookieContainer cookies)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        await socket.ConnectAsync(new UriBuilder(world.Host.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, Cancellation);
        return socket;
    }

    // However the connection ends: at its end, or broken off. The test's own time limit is the other way out.
    private static async Task EndAsync(Func<Task<bool>> readMore)
    {
        try
        {
            while (await readMore())
            {
            }
        }
        catch (Exception broken) when (broken is IOException or WebSocketException or HttpRequestException)
        {
        }
    }
}
