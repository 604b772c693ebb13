using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.Options;

namespace Platform.Web.Hosting;

/// <summary>Configuration files, Kestrel and the services that every request needs.</summary>
public static class ServerSetup
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static void AddPlatformConfiguration(this WebApplicationBuilder builder)
    {
        // appsettings.json stands above the project and is copied to the output, which is not the content root under "dotnet run".
        // It goes first, so that environment variables and the command line keep winning.
        var file = Path.Combine(AppContext.BaseDirectory, "appsettings.json");
        var source = new ConfigurationManager().AddJsonFile(file, optional: true, reloadOnChange: false).Sources.OfType<Microsoft.Extensions.Configuration.Json.JsonConfigurationSource>().Last();
        builder.Configuration.Sources.Insert(0, source);
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
    }

    public static void AddPlatformServer(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PlatformOptions>().BindConfiguration(PlatformOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        if (builder.Configuration["urls"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 32L << 20;
        });
        var options = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var keys = Directory.CreateDirectory(Path.Combine(options.FullDataRoot, "keys"));
        builder.Services.AddDataProtection().SetApplicationName("Platform").PersistKeysToFileSystem(keys);
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<PlatformOptions>>().Value);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddHealthChecks();
    }
}
