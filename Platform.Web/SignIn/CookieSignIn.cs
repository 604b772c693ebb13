using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.People.Commands;

namespace Platform.Web.SignIn;

/// <summary>Gives a browser its cookie. The cookie names the user and nothing else: role and department are read anew for every operation.</summary>
public sealed class CookieSignIn(ActorResolver actors, RecordSignInCommand record)
{
    private const string TokenClaim = "platform:token";

    /// <returns>False when the user is unknown or inactive.</returns>
    public async Task<bool> SignInAsync(HttpContext context, Guid userId)
    {
        if (await actors.ResolveAsync(userId, context.RequestAborted) is not { } actor)
        {
            await record.FailedAsync(userId, RequestOrigins.Of(context), "inactive", context.RequestAborted);
            return false;
        }

        await record.ExecuteAsync(actor with { Origin = RequestOrigins.Of(context) }, context.RequestAborted);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, PrincipalOf(actor, CookieAuthenticationDefaults.AuthenticationScheme), new AuthenticationProperties { IsPersistent = true });
        return true;
    }

    public static ClaimsPrincipal PrincipalOf(Actor actor, string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, actor.UserId.ToString()), new Claim(ClaimTypes.Name, actor.Name)], scheme);
        if (actor.Grant is { } grant)
        {
            identity.AddClaim(new Claim(TokenClaim, grant.TokenId.ToString()));
        }

        return new ClaimsPrincipal(identity);
    }

    public static Guid? UserIdOf(ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>The token that the request came with; null for a cookie.</summary>
    public static Guid? TokenIdOf(ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(TokenClaim), out var id) ? id : null;
}
