using Microsoft.AspNetCore.Localization;

namespace Platform.Web.Hosting;

/// <summary>Stores the chosen language in a cookie; the theme is stored by the browser itself (theme.js).</summary>
public static class Preferences
{
    public static void MapPreferences(this IEndpointRouteBuilder app) => app.MapGet("/preferences/language", SetLanguage).AllowAnonymous().ExcludeFromDescription();

    public static IResult SetLanguage(HttpContext context, PlatformOptions options, string culture, string? returnUrl)
    {
        if (Localization.Cultures.Contains(culture))
        {
            var value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture));
            context.Response.Cookies.Append(HttpsOnly.LanguageCookie(options), value, new CookieOptions
            {
                Path = "/",
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                Secure = context.Request.IsHttps,
            });
        }

        return Results.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }
}
