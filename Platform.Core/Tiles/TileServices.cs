using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Core.Tiles.Queries;

namespace Platform.Core.Tiles;

/// <summary>Registers images in tiles; they need the storage and an <see cref="ITileCutter"/>.</summary>
public static class TileServices
{
    public static IServiceCollection AddTiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TileOptions>().Configure(options => TileOptions.Read(configuration, options)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<TileOptions>, ValidateTileOptions>()
            .AddSingleton(provider => provider.GetRequiredService<IOptions<TileOptions>>().Value)
            .AddSingleton<ImagePyramids>()
            .AddSingleton<TileQueries>();
    }
}
