using Platform.Core.Audit;
using Platform.Core.Data;
using Platform.Core.Datasets;
using Platform.Core.Departments;
using Platform.Core.Deployments;
using Platform.Core.Models;
using Platform.Core.Ontologies;
using Platform.Core.People;
using Platform.Core.Projects;
using Platform.Core.Reviews;
using Platform.Core.SmartTools;
using Platform.Core.Storage;
using Platform.Core.Tiles;
using Platform.Core.Video;
using Platform.Web.Components;
using Platform.Web.Echo;
using Platform.Web.Endpoints;
using Platform.Web.Gateway;
using Platform.Web.SignIn;

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
        builder.Services.AddPlatformSignIn();
        builder.Services.AddPlatformApi();
        builder.Services.AddPlatformComponents();

        builder.Services.AddPlatformData(builder.Configuration);
        builder.Services.AddPlatformStorage(builder.Configuration);
        builder.Services.AddVideo(builder.Configuration);
        builder.Services.AddAudit();
        builder.Services.AddPeople();
        builder.Services.AddDepartments();
        builder.Services.AddProjects();
        builder.Services.AddOntologies();
        builder.Services.AddModels();
        builder.Services.AddDeployments();
        builder.Services.AddDatasets();
        builder.Services.AddReviews();
        builder.Services.AddTiles(builder.Configuration);
        builder.Services.AddSmartTools(builder.Configuration);
        builder.AddPlatformTraining();
        builder.AddPlatformConversion();
        builder.AddPlatformInterchange();
        builder.AddPlatformLlm();
        builder.AddPlatformGateway();

        var app = builder.Build();

        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseSecurityHeaders();
        app.UseEchoEngine();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.UseRequestLocalization();
        app.UseHttpsOnly();
        app.UseRateLimiter();
        app.UseStaticFiles();
        app.UseAuthentication();
        app.UsePlatformSignIn();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapPreferences();
        app.MapSignOut();
        app.MapPlatformApi();
        app.MapGateway();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            // SecurityHeaders says it for every response; a second policy of the framework's own would only repeat it.
            options.ContentSecurityFrameAncestorsPolicy = null;
        });
        return app;
    }

    /// <summary>Takes hold of the data folder and brings the database up to date, before the server listens.</summary>
    public static Task PrepareAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<DataRootLock>();
        return app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(app.Lifetime.ApplicationStopping);
    }
}
