using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Projects.Commands;
using Platform.Core.Projects.Queries;

namespace Platform.Core.Projects;

/// <summary>Registers the area Projects.</summary>
public static class ProjectServices
{
    public static IServiceCollection AddProjects(this IServiceCollection services) => services
        .AddSingleton<ProjectQueries>()
        .AddSingleton<ProjectCoverQueries>()
        .AddSingleton<CreateProjectCommand>()
        .AddSingleton<EditProjectCommand>()
        .AddSingleton<DemandReviewCommand>()
        .AddSingleton<DeleteProjectCommand>();
}
