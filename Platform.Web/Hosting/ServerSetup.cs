using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
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
        var file = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json"), Optional = true };
        file.ResolveFileProvider();
        builder.Configuration.Sources.Insert(0, file);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultPlaces(builder.Configuration) });
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
    }

    // Everything that is not told otherwise lives in the data folder.
    private static Dictionary<string, string?> DefaultPlaces(IConfiguration configuration)
    {
        var root = Path.GetFullPath(configuration[$"{PlatformOptions.Section}:{nameof(PlatformOptions.DataRoot)}"] ?? new PlatformOptions().DataRoot);
        Directory.CreateDirectory(root);
        return new Dictionary<string, string?>
        {
            ["Database:ConnectionString"] = $"Data Source={Path.Combine(root, "platform.db")}",
            ["Storage:Root"] = Path.Combine(root, "objects"),
            ["Llm:Journal:Root"] = Path.Combine(root, "llm"),
            ["Training:Root"] = Path.Combine(root, "runs"),
        };
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
        builder.Services.AddSingleton<DataRootLock>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddHealthChecks();
        builder.Services.AddTrustedProxies();
        builder.Services.AddHttpsOnly();
    }
}
