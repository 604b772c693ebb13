using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Platform.Core.People.Commands;

namespace Platform.Web.SignIn;

/// <summary>Ends the browser's session on the server, and with it every copy of its cookie.</summary>
public static class SignOutEndpoint
{
    public static void MapSignOut(this IEndpointRouteBuilder app) => app.MapPost("/sign-out", (Delegate)SignOutAsync).ExcludeFromDescription();

    public static async Task<IResult> SignOutAsync(HttpContext context, RecordSignInCommand record)
    {
        // The menu that posts here is rendered by the circuit, which has no antiforgery token at hand; the origin says as much.
        if (!SameOrigin.IsSafe(context.Request))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (RequestActor.Known(context) is { } actor)
        {
            await record.EndedAsync(actor, context.RequestAborted);
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);

        // What this person looked at. Not "storage": the canvas keeps edits there that the server has not acknowledged yet.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return Results.LocalRedirect("/sign-in");
    }
}
