using System.Reflection;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Shared;

namespace Platform.Web.SignIn;

/// <summary>The actor of an API request, taken as a handler's parameter.</summary>
public sealed record RequestActor(Actor Actor)
{
    private static readonly object s_resolved = new();

    /// <summary>Keeps whom the request's own token was just resolved to, so that the database is not asked twice for one request.</summary>
    internal static void Remember(HttpContext context, Actor actor) => context.Items[s_resolved] = actor;

    /// <summary>The actor of a request that came with a token.</summary>
    internal static Actor? OfToken(HttpContext context) => context.Items.TryGetValue(s_resolved, out var resolved) ? resolved as Actor : null;

    public static async ValueTask<RequestActor?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Items.TryGetValue(s_resolved, out var resolved) && resolved is Actor known && CookieSignIn.UserIdOf(context.User) == known.UserId)
        {
            return new RequestActor(known);
        }

        // Somebody with a token is what the token leaves of them, or nobody.
        if (CookieSignIn.TokenIdOf(context.User) is not null)
        {
            throw new AccessDeniedException("sign_in");
        }

        var actors = context.RequestServices.GetRequiredService<ActorResolver>();
        return CookieSignIn.UserIdOf(context.User) is { } userId && await actors.ResolveAsync(userId, context.RequestAborted) is { } actor
            ? new RequestActor(actor with { Origin = RequestOrigins.Of(context) })
            : throw new AccessDeniedException("sign_in");
    }
}
