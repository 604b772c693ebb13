using Microsoft.AspNetCore.Components.Authorization;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Shared;

namespace Platform.Web.SignIn;

/// <summary>Who acts in this circuit. Asked before every operation, so that a change of role or a deactivation counts at once.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, ActorResolver actors)
{
    public async Task<Actor> GetAsync(CancellationToken cancellationToken = default)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return CookieSignIn.UserIdOf(state.User) is { } userId && await actors.ResolveAsync(userId, cancellationToken) is { } actor
            ? actor with { Origin = RequestOrigins.Of(state.User) }
            : throw new AccessDeniedException("sign_in");
    }
}
