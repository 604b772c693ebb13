using System.Security.Claims;
using Platform.Core.Access;

namespace Platform.Web.SignIn;

/// <summary>
/// Notes with each request's person where the request came from. A circuit lives longer than any request and sees only the person of the one that opened it, so
/// that is where it finds the address. The note stands beside the cookie's own identity and is never written into a cookie.
/// </summary>
public static class RequestOrigins
{
    private const string IpAddress = "platform:ip";
    private const string UserAgent = "platform:agent";
    private const int UserAgentLength = 300;

    public static void UseRequestOrigin(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            var origin = Of(context);
            var note = new ClaimsIdentity([new Claim(IpAddress, origin.IpAddress ?? ""), new Claim(UserAgent, origin.UserAgent ?? "")]);
            context.User = new ClaimsPrincipal([.. context.User.Identities, note]);
        }

        return next(context);
    });

    public static RequestOrigin Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new RequestOrigin(context.Connection.RemoteIpAddress?.ToString(), agent.Length == 0 ? null : agent[..Math.Min(agent.Length, UserAgentLength)]);
    }

    public static RequestOrigin Of(ClaimsPrincipal person) => new(TextOf(person, IpAddress), TextOf(person, UserAgent));

    private static string? TextOf(ClaimsPrincipal person, string claim) => person.FindFirstValue(claim) is { Length: > 0 } text ? text : null;
}
