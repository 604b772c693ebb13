using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Core.SmartTools.Queries;

namespace Platform.Core.SmartTools;

/// <summary>Registers the smart tools; they need assets and an <see cref="ISmartTools"/>.</summary>
public static class SmartToolServices
{
    public static IServiceCollection AddSmartTools(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmartToolOptions>().Configure(options => SmartToolOptions.Read(configuration, options)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<SmartToolOptions>, ValidateSmartToolOptions>()
            .AddSingleton(provider => provider.GetRequiredService<IOptions<SmartToolOptions>>().Value)
            .AddSingleton<AssetPictures>()
            .AddSingleton<SmartToolQueries>();
    }
}
