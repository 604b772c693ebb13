using System.Reflection;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Shared;

namespace Platform.Web.SignIn;

/// <summary>The actor of an API request, taken as a handler's parameter.</summary>
public sealed record RequestActor(Actor Actor)
{
    public static async ValueTask<RequestActor?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var actors = context.RequestServices.GetRequiredService<ActorResolver>();
        return CookieSignIn.UserIdOf(context.User) is { } userId && await actors.ResolveAsync(userId, context.RequestAborted) is { } actor
            ? new RequestActor(actor)
            : throw new AccessDeniedException("sign_in");
    }
}
