using Platform.Training.Conversion;

namespace Platform.Web.Hosting;

/// <summary>Conversions of models: section <c>Conversion</c> of the configuration, in the data folder unless told otherwise.</summary>
public static class ConversionSetup
{
    public static void AddPlatformConversion(this WebApplicationBuilder builder)
    {
        var platform = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var options = builder.Configuration.GetSection(ConversionOptions.Section).Get<ConversionOptions>() ?? new ConversionOptions();
        options.Root = Path.GetFullPath(options.Root.Length > 0 ? options.Root : Path.Combine(platform.FullDataRoot, "conversions"));
        builder.Services.AddConversions(options);
        builder.Services.AddHostedService<ConversionHost>();
    }
}

/// <summary>Starts conversions with the server. The container stops them.</summary>
public sealed class ConversionHost(ConversionLine line) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        line.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
