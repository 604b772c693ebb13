using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;
using Platform.Web.Resources;

namespace Platform.Web.Hosting;

/// <summary>
/// With <see cref="PlatformOptions.RequireHttps"/> nothing is answered in the clear: pages lead to their address over HTTPS, programs are refused, so that a
/// token that was sent in the clear does not go unnoticed; and cookies bear the prefix that binds them to this host over HTTPS.
/// </summary>
public static class HttpsOnly
{
    public static void AddHttpsOnly(this IServiceCollection services)
    {
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<PlatformOptions>((cookies, options) => Bind(cookies.Cookie, "platform", options));
        services.AddOptions<AntiforgeryOptions>().Configure<PlatformOptions>((forms, options) => Bind(forms.Cookie, "platform-form", options));
        services.AddOptions<RequestLocalizationOptions>().PostConfigure<PlatformOptions>((languages, options) =>
        {
            foreach (var provider in languages.RequestCultureProviders.OfType<CookieRequestCultureProvider>())
            {
                provider.CookieName = LanguageCookie(options);
            }
        });
    }

    public static void UseHttpsOnly(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<PlatformOptions>().RequireHttps)
        {
            return;
        }

        app.Use(async (context, next) =>
        {
            var request = context.Request;
            if (request.IsHttps || request.Path.StartsWithSegments("/health"))
            {
                await next(context);
            }
            else if (HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/v1") && request.Headers.Authorization.Count == 0)
            {
                context.Response.Redirect($"https://{request.Host.Host}{request.PathBase}{request.Path}{request.QueryString}", permanent: false, preserveMethod: true);
            }
            else
            {
                var text = context.RequestServices.GetRequiredService<IStringLocalizer<Texts>>()["error.https.required"];
                await Results.Problem(text, statusCode: StatusCodes.Status403Forbidden, extensions: new Dictionary<string, object?> { ["code"] = "https.required" }).ExecuteAsync(context);
            }
        });
    }

    public static string LanguageCookie(PlatformOptions options) => NameOf("platform-language", options);

    private static string NameOf(string name, PlatformOptions options) => options.RequireHttps ? $"__Host-{name}" : name;

    private static void Bind(CookieBuilder cookie, string name, PlatformOptions options)
    {
        cookie.Name = NameOf(name, options);
        cookie.SecurePolicy = options.RequireHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
