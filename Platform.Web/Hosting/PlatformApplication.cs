using Platform.Web.Components;

namespace Platform.Web.Hosting;

/// <summary>Composition root of the web process: what is registered, and the order of the request pipeline.</summary>
public static class PlatformApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(PlatformApplication).Assembly.GetName().Name,
            ContentRootPath = ContentRoot.Find(),
        });

        builder.AddPlatformConfiguration();
        builder.AddPlatformServer();
        builder.Services.AddPlatformLocalization();
        builder.Services.AddPlatformProblemDetails();
        builder.Services.AddPlatformComponents();

        var app = builder.Build();

        app.UseExceptionHandler();
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseStaticFiles();
        app.UseAntiforgery();

        app.MapStaticAssets();
        app.MapHealthChecks("/health");
        app.MapPreferences();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
