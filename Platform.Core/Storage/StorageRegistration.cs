using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Platform.Core.Storage;

/// <summary>Registers the configured store.</summary>
public static class StorageRegistration
{
    public static IServiceCollection AddPlatformStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Configure(options => StorageOptions.Read(configuration, options)).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<StorageOptions>, ValidateStorageOptions>();
        services.AddSingleton<IBlobStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            return options.IsS3 ? new S3BlobStore(options) : new LocalBlobStore(options.Root, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<S3Listing>();
        services.AddSingleton(Assets.IngestOptions.Read(configuration));
        services.AddSingleton(provider => new BlobCache(
            provider.GetRequiredService<IBlobStore>(),
            Path.Combine(Path.GetFullPath(provider.GetRequiredService<IOptions<StorageOptions>>().Value.Root), "cache")));
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            return new DerivedFiles(Path.Combine(Path.GetFullPath(options.Root), "derived"), options.DerivedBytes);
        });
        return services;
    }
}
