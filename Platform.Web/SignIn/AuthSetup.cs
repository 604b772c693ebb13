using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Platform.Core.Access.Queries;
using Platform.Web.Endpoints;

namespace Platform.Web.SignIn;

/// <summary>Cookies for browsers, bearer tokens for programs; everything but the sign-in page and the health check asks for one of them.</summary>
public static class AuthSetup
{
    public const string TokenScheme = "Token";
    private const string EitherScheme = "Either";

    private static readonly string[] s_openToTokens = ["/api", "/v1", "/openapi", "/health"];

    public static void AddPlatformSignIn(this IServiceCollection services)
    {
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<CookieSignIn>();
        services.AddScoped<CurrentActor>();
        services.AddHostedService<ConsoleSignInLink>();
        services.AddSignInLimit();
        services.AddSingleton<OpenRequests>();
        services.AddHostedService<OpenRequestGuard>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? TokenScheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenScheme, null)
            .AddCookie(ConfigureCookie);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>After authentication: tokens open the API and nothing else, and every request of somebody ends when they may no longer come in.</summary>
    public static void UsePlatformSignIn(this IApplicationBuilder app)
    {
        app.UseRequestOrigin();
        var open = app.ApplicationServices.GetRequiredService<OpenRequests>();
        app.Use(async (context, next) =>
        {
            // Pages and circuits know no scopes: behind them a narrow token would be its whole user.
            if (CookieSignIn.TokenIdOf(context.User) is not null && !s_openToTokens.Any(path => context.Request.Path.StartsWithSegments(path)))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            if (context.Request.Path.StartsWithSegments("/api"))
            {
                EndpointPolicies.DemandScopes(context);
            }

            await open.RunAsync(context, context => next(context));
        });
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "platform";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = RefuseInactiveAsync;
        options.Events.OnRedirectToLogin = context => AnswerProgramsPlainly(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerProgramsPlainly(context, StatusCodes.Status403Forbidden);
    }

    // A cookie outlives its user's account: whoever was deactivated since is signed out at the next request.
    private static async Task RefuseInactiveAsync(CookieValidatePrincipalContext context)
    {
        var actors = context.HttpContext.RequestServices.GetRequiredService<ActorResolver>();
        if (CookieSignIn.UserIdOf(context.Principal!) is not { } userId || await actors.ResolveAsync(userId, context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }

    private static Task AnswerProgramsPlainly(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/v1") || context.Request.Path.StartsWithSegments("/_blazor"))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
