using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Deployments;

namespace Platform.Training.Deployments;

/// <summary>Registers what serves deployed models.</summary>
public static class ServingRegistration
{
    public static IServiceCollection AddPlatformServing(this IServiceCollection services, ServingOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ServedModelLoader>()
        .AddSingleton<DeploymentMeters>()
        .AddSingleton<KeptRequests>()
        .AddSingleton<PredictionPainter>()
        .AddSingleton<DeploymentServer>()
        .AddSingleton<IModelServing>(services => services.GetRequiredService<DeploymentServer>())
        .AddSingleton<ServingLoop>()
        .AddSingleton<DeploymentFigures>();
}
