using Microsoft.Extensions.DependencyInjection;
using Platform.Training.Conversion.Commands;
using Platform.Training.Conversion.Tools;

namespace Platform.Training.Conversion;

/// <summary>Registers conversions as jobs; they need models, datasets, the storage and the tasks of runs. The host starts the line.</summary>
public static class ConversionRegistration
{
    public static IServiceCollection AddConversions(this IServiceCollection services, ConversionOptions options) => services
        .AddSingleton(options)
        .AddSingleton<VendorTools>()
        .AddSingleton<ConversionRules>()
        .AddSingleton<ConversionSource>()
        .AddSingleton<ConvertModelCommand>()
        .AddSingleton<UploadArtifactCommand>()
        .AddSingleton<ConversionBoard>()
        .AddSingleton<ConversionLine>()
        .AddSingleton<ConversionDesk>();
}
