using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Platform.Core.People;
using Platform.Web.Endpoints;
using Platform.Web.Gateway;
using Platform.Web.Hosting;
using Platform.Web.SignIn.Firebase;

namespace Platform.Web.SignIn;

/// <summary>Cookies for browsers, bearer tokens for programs; everything but the sign-in page and the health check asks for one of them.</summary>
public static class AuthSetup
{
    public const string TokenScheme = "Token";
    public const string FirebaseScheme = "Firebase";
    private const string EitherScheme = "Either";

    private static readonly string[] s_openToTokens = ["/api", "/v1", "/openapi", "/health"];

    public static void AddPlatformSignIn(this IServiceCollection services)
    {
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<CookieSignIn>();
        services.AddSingleton<SessionActors>();
        services.AddSingleton<IPasswordHashes, IdentityPasswordHashes>();
        services.AddSingleton(provider => provider.GetRequiredService<PlatformOptions>().SessionLimits);
        services.AddScoped<CurrentActor>();
        services.AddHostedService<ConsoleSignInLink>();
        services.AddSignInLimit();
        services.AddFirebaseSignIn();
        services.AddSingleton<OpenRequests>();
        services.AddHostedService<OpenRequestGuard>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? TokenScheme
                : FirebaseAuthentication.AppliesTo(context.Request) ? FirebaseScheme
                : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenScheme, null)
            .AddScheme<AuthenticationSchemeOptions, FirebaseAuthentication>(FirebaseScheme, null)
            .AddCookie(ConfigureCookie);
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<SessionLimits>((options, limits) => options.ExpireTimeSpan = limits.Idle);
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
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = RefuseEndedAsync;
        options.Events.OnRedirectToLogin = context => AnswerProgramsPlainly(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerProgramsPlainly(context, StatusCodes.Status403Forbidden);
    }

    // A cookie outlives its session and its user's account: who was signed out or deactivated since is a stranger at the next request.
    private static async Task RefuseEndedAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (await http.RequestServices.GetRequiredService<SessionActors>().ResolveAsync(context.Principal!, RequestOrigins.Of(http), http.RequestAborted) is { } actor)
        {
            RequestActor.Remember(http, actor);
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    private static Task AnswerProgramsPlainly(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments(GatewayEndpoints.Root))
        {
            return GatewayAnswers.ErrorAsync(context.HttpContext, GatewayAnswers.NoToken);
        }

        if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/_blazor"))
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
