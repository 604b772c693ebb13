using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;

namespace Platform.Web.SignIn;

/// <summary>Gives a browser its cookie. The cookie names the user and a session on the server, and grants nothing: session, role and department are read anew for every operation.</summary>
public sealed class CookieSignIn(ActorResolver actors, RecordSignInCommand record)
{
    private const string TokenClaim = "platform:token";
    private const string SessionClaim = "platform:session";

    /// <param name="context">Of the request that proved who it is; its response carries the cookie.</param>
    /// <param name="userId">The user who was proved.</param>
    /// <param name="way">By what.</param>
    /// <returns>False when the user is unknown or inactive.</returns>
    public async Task<bool> SignInAsync(HttpContext context, Guid userId, SignInWay way = SignInWay.Provider)
    {
        if (await actors.ResolveAsync(userId, context.RequestAborted) is not { } actor)
        {
            await record.FailedAsync(userId, RequestOrigins.Of(context), "inactive", context.RequestAborted);
            return false;
        }

        var replaced = actor with { Origin = RequestOrigins.Of(context), SessionId = SessionIdOf(context.User) };
        var session = await record.ExecuteAsync(replaced, context.RequestAborted, way);
        var principal = PrincipalOf(actor with { SessionId = session }, CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal, new AuthenticationProperties { IsPersistent = true });
        return true;
    }

    public static ClaimsPrincipal PrincipalOf(Actor actor, string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, actor.UserId.ToString()), new Claim(ClaimTypes.Name, actor.Name)], scheme);
        if (actor.Grant is { } grant)
        {
            identity.AddClaim(new Claim(TokenClaim, grant.TokenId.ToString()));
        }

        if (actor.SessionId is { } session)
        {
            identity.AddClaim(new Claim(SessionClaim, session.ToString()));
        }

        return new ClaimsPrincipal(identity);
    }

    public static Guid? UserIdOf(ClaimsPrincipal principal) => IdOf(principal, ClaimTypes.NameIdentifier);

    /// <summary>The token that the request came with; null for a cookie.</summary>
    public static Guid? TokenIdOf(ClaimsPrincipal principal) => IdOf(principal, TokenClaim);

    /// <summary>The session that the request's cookie names; null for a token.</summary>
    public static Guid? SessionIdOf(ClaimsPrincipal principal) => IdOf(principal, SessionClaim);

    private static Guid? IdOf(ClaimsPrincipal principal, string claim) => Guid.TryParse(principal.FindFirstValue(claim), out var id) ? id : null;
}
