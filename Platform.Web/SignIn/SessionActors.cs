using System.Security.Claims;
using Platform.Core.Access;
using Platform.Core.People.Commands;
using Platform.Core.People.Queries;

namespace Platform.Web.SignIn;

/// <summary>Who sits at a browser: whom its session stands for, as long as it stands, and when it was last heard of.</summary>
public sealed class SessionActors(BrowserSessionQueries sessions, NoteSessionUseCommand noteUse)
{
    /// <param name="person">From the cookie.</param>
    /// <param name="origin">Where the request came from.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Null where the session has ended or its user is not active.</returns>
    public async Task<Actor?> ResolveAsync(ClaimsPrincipal person, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (CookieSignIn.SessionIdOf(person) is not { } sessionId || await sessions.ResolveAsync(sessionId, cancellationToken) is not { } found || found.Actor.UserId != CookieSignIn.UserIdOf(person))
        {
            return null;
        }

        await noteUse.ExecuteAsync(sessionId, found.LastSeenAt, cancellationToken);
        return found.Actor with { Origin = origin };
    }
}
