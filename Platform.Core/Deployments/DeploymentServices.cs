using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Queries;

namespace Platform.Core.Deployments;

/// <summary>Registers the area Deployments; whoever runs models adds an <see cref="IModelServing"/>.</summary>
public static class DeploymentServices
{
    public static IServiceCollection AddDeployments(this IServiceCollection services) => services
        .AddSingleton<DeploymentQueries>()
        .AddSingleton<DeploymentChanges>()
        .AddSingleton<DeployModelCommand>()
        .AddSingleton<RollBackDeploymentCommand>()
        .AddSingleton<SetCanaryCommand>()
        .AddSingleton<PromoteCanaryCommand>()
        .AddSingleton<SwitchDeploymentCommand>()
        .AddSingleton<KeepRequestsCommand>()
        .AddSingleton<RecordMinutesCommand>();
}
