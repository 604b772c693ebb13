using Platform.Core.Access;
using Platform.Core.People.Commands;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Short-lived tokens for programs that act for somebody who is signed in.</summary>
public static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder api) => api.MapPost("/auth/token", ExchangeAsync).WithTags("People")
        .WithSummary("A bearer token for an hour, for whoever the request is signed in as or its Firebase ID token proves.");

    /// <param name="who">By whichever proof the request came with: what follows is the same for all of them.</param>
    public static async Task<ExchangedToken> ExchangeAsync(RequestActor who, TokenExchange body, ExchangeTokenCommand exchange, HttpResponse response, TimeProvider time, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        var issued = await exchange.ExecuteAsync(who.Actor, new TokenLimits(body.Scopes, body.ProjectId), cancellation);
        return new ExchangedToken(issued.Text, "Bearer", (int)(issued.ExpiresAt!.Value - time.GetUtcNow().UtcDateTime).TotalSeconds, issued.Scopes, issued.ProjectId);
    }
}

/// <param name="Scopes">What the token is for; all where left out.</param>
/// <param name="ProjectId">The only project that it will know; all that its user sees where left out.</param>
/// <param name="IdToken">A Firebase ID token that proves who asks; left out by whoever is signed in. It is read before the request gets here.</param>
public sealed record TokenExchange(IReadOnlyList<TokenScope>? Scopes = null, Guid? ProjectId = null, string? IdToken = null);

/// <param name="ExpiresIn">Seconds.</param>
public sealed record ExchangedToken(string AccessToken, string TokenType, int ExpiresIn, IReadOnlyList<TokenScope> Scopes, Guid? ProjectId);
