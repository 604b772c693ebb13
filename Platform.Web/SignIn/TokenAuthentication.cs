using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Platform.Core.People.Commands;
using Platform.Core.People.Queries;
using Platform.Web.Gateway;

namespace Platform.Web.SignIn;

/// <summary>Signs programs in by "Authorization: Bearer …".</summary>
public sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokenQueries tokens, NoteTokenUseCommand noteUse)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.ResolveAsync(header[Prefix.Length..].Trim(), Context.RequestAborted) is not { } known)
        {
            return AuthenticateResult.Fail("The token is unknown, expired or revoked.");
        }

        var actor = known with { Origin = RequestOrigins.Of(Context) };
        await noteUse.ExecuteAsync(actor, Context.RequestAborted);
        RequestActor.Remember(Context, actor);
        return AuthenticateResult.Success(new AuthenticationTicket(CookieSignIn.PrincipalOf(actor, Scheme.Name), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Request.Path.StartsWithSegments(GatewayEndpoints.Root)
            ? GatewayAnswers.ErrorAsync(Context, GatewayAnswers.NoToken)
            : base.HandleChallengeAsync(properties);
    }
}
