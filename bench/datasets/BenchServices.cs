using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Assets.Queries;
using Platform.Core.Data;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies;
using Platform.Core.People;
using Platform.Core.Projects;
using Platform.Core.Storage;

namespace DatasetBench;

/// <summary>What the benchmark calls, registered as the platform does it.</summary>
internal static class BenchServices
{
    public static ServiceProvider Build(IConfiguration configuration, string storageRoot)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddPlatformData(configuration);
        services.AddPlatformStorage(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Root"] = storageRoot }).Build());
        services.AddPeople();
        services.AddProjects();
        services.AddOntologies();
        return services
            .AddSingleton<CreateDatasetCommand>().AddSingleton<CreateDraftVersionCommand>().AddSingleton<FreezeDatasetVersionCommand>().AddSingleton<VerifyDatasetVersionCommand>()
            .AddSingleton<AssignSplitsCommand>().AddSingleton<LeakQueries>().AddSingleton<StatisticsQueries>().AddSingleton<VersionDiffQueries>().AddSingleton<AssetQueries>()
            .BuildServiceProvider();
    }
}
