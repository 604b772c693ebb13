using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Core.Assets;
using Platform.Core.Storage;

namespace Platform.Core.Video;

/// <summary>Registers the reading of videos; it needs the storage.</summary>
public static class VideoServices
{
    public static IServiceCollection AddVideo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VideoOptions>().Configure(options => VideoOptions.Read(configuration, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<VideoOptions>, ValidateVideoOptions>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<VideoOptions>>().Value);
        services.AddSingleton<VideoProbe>();
        services.AddSingleton<VideoIndexes>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<VideoIngest>(provider, Folder(provider, "tmp")));
        return services.AddSingleton(provider => ActivatorUtilities.CreateInstance<VideoFrames>(provider, Folder(provider, "frames")));
    }

    private static string Folder(IServiceProvider provider, string name) =>
        Path.Combine(Path.GetFullPath(provider.GetRequiredService<IOptions<StorageOptions>>().Value.Root), name);
}
