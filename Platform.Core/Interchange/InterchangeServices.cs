using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Departments;
using Platform.Core.Interchange.Commands;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Interchange.Queries;

namespace Platform.Core.Interchange;

/// <summary>Registers imports and exports as jobs; they need datasets, the storage and videos. The host starts the runner.</summary>
public static class InterchangeServices
{
    public static IServiceCollection AddInterchange(this IServiceCollection services, InterchangeOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ExportQueries>()
        .AddSingleton<ExportVersionCommand>()
        .AddSingleton<InterchangeBoard>()
        .AddSingleton<InterchangeLine>()
        .AddSingleton<InterchangeDesk>()
        .AddSingleton<IWorkUnderWay, InterchangeUnderWay>();
}
