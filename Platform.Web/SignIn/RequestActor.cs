using System.Reflection;
using Platform.Core.Access;
using Platform.Core.Shared;

namespace Platform.Web.SignIn;

/// <summary>The actor of an API request, taken as a handler's parameter.</summary>
public sealed record RequestActor(Actor Actor)
{
    private static readonly object s_resolved = new();

    /// <summary>Keeps whom the request's own token or cookie was just resolved to, so that the database is not asked twice for one request.</summary>
    internal static void Remember(HttpContext context, Actor actor) => context.Items[s_resolved] = actor;

    /// <summary>The actor that the request was let in as; null for nobody.</summary>
    internal static Actor? Known(HttpContext context) => context.Items.TryGetValue(s_resolved, out var resolved) ? resolved as Actor : null;

    public static ValueTask<RequestActor?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        // Whatever let the request in has resolved its actor: somebody with a token is what the token leaves of them, or nobody.
        return Known(context) is { } known && CookieSignIn.UserIdOf(context.User) == known.UserId
            ? ValueTask.FromResult<RequestActor?>(new RequestActor(known))
            : ValueTask.FromException<RequestActor?>(new AccessDeniedException("sign_in"));
    }
}
