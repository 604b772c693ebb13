using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.WebEncoders;

namespace Platform.Web.Hosting;

/// <summary>Korean and English: from the cookie when the person has chosen, else from the browser.</summary>
public static class Localization
{
    public static readonly string[] Cultures = ["en", "ko"];

    public static void AddPlatformLocalization(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<DomainErrorText>();
        services.AddScoped<ImportProblemText>();

        // Korean as it is, instead of an entity for every letter.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture("en").AddSupportedCultures(Cultures).AddSupportedUICultures(Cultures);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
    }
}
