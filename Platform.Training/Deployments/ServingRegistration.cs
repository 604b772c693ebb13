using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Departments;
using Platform.Core.Deployments;
using Platform.Training.Deployments.Bundles;

namespace Platform.Training.Deployments;

/// <summary>Registers what serves deployed models.</summary>
public static class ServingRegistration
{
    /// <param name="services">Of the process.</param>
    /// <param name="options">How models answer.</param>
    /// <param name="bundleKeyPath">The private key that bundles are signed with; made where there is none.</param>
    public static IServiceCollection AddPlatformServing(this IServiceCollection services, ServingOptions options, string bundleKeyPath) => services
        .AddSingleton(new BundleSigner(bundleKeyPath))
        .AddSingleton<EdgeBundleQueries>()
        .AddSingleton(options)
        .AddSingleton<ServedModelLoader>()
        .AddSingleton<DeploymentMeters>()
        .AddSingleton<KeptRequests>()
        .AddSingleton<PredictionPainter>()
        .AddSingleton<DeploymentServer>()
        .AddSingleton<IModelServing>(services => services.GetRequiredService<DeploymentServer>())
        .AddSingleton<IProjectFollower>(services => services.GetRequiredService<DeploymentServer>())
        .AddSingleton<ServingLoop>()
        .AddSingleton<DeploymentFigures>();
}
