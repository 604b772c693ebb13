using Platform.Core.Interchange;
using Platform.Core.Interchange.Jobs;

namespace Platform.Web.Hosting;

/// <summary>Imports and exports: section <c>Interchange</c> of the configuration, in the data folder unless told otherwise.</summary>
public static class InterchangeSetup
{
    public static void AddPlatformInterchange(this WebApplicationBuilder builder)
    {
        var platform = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var section = builder.Configuration.GetSection(InterchangeOptions.Section);
        var options = section.Get<InterchangeOptions>() ?? new InterchangeOptions();
        options.ImportRoots = section.GetSection(nameof(InterchangeOptions.ImportRoots)).Get<string[]>() ?? [];
        options.Root = Path.GetFullPath(options.Root.Length > 0 ? options.Root : Path.Combine(platform.FullDataRoot, "interchange"));
        builder.Services.AddInterchange(options);
        builder.Services.AddHostedService<InterchangeHost>();
    }
}

/// <summary>Starts imports and exports with the server. The container stops it.</summary>
public sealed class InterchangeHost(InterchangeLine line) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        line.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
