using Microsoft.AspNetCore.Components.Authorization;
using Platform.Core.Access;
using Platform.Core.Shared;

namespace Platform.Web.SignIn;

/// <summary>Who acts in this circuit. Asked before every operation, so that a change of role, a deactivation or the end of the session counts at once.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, SessionActors sessions)
{
    public async Task<Actor> GetAsync(CancellationToken cancellationToken = default)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return await sessions.ResolveAsync(state.User, RequestOrigins.Of(state.User), cancellationToken) ?? throw new AccessDeniedException("sign_in");
    }
}
