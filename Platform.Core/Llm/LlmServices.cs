using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Datasets.Commands;
using Platform.Core.Llm.Datasets.Queries;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Health.Commands;
using Platform.Core.Llm.Health.Queries;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;

namespace Platform.Core.Llm;

/// <summary>Registers the area Llm; whoever hosts it adds an <see cref="ICredentialProtector"/>, an <see cref="IEchoEngine"/>, and runs <see cref="HealthWatch"/>.</summary>
public static class LlmServices
{
    public static IServiceCollection AddLlm(this IServiceCollection services, LlmOptions options) => services
        .AddSingleton(options)
        .AddSingleton<IHostResolver, SystemHostResolver>()
        .AddSingleton<AddressPolicy>()
        .AddSingleton<ConnectGuard>()
        .AddSingleton<EngineConnections>()
        .AddSingleton<HealthBoard>()
        .AddSingleton<RegistrySignals>()
        .AddSingleton<HealthWatch>()
        .AddSingleton<RecordHealthCommand>()
        .AddSingleton<EngineTargetQueries>()
        .AddSingleton<LlmModelQueries>()
        .AddSingleton<LlmDeploymentQueries>()
        .AddSingleton<ConnectionTestQueries>()
        .AddSingleton<CredentialChanges>()
        .AddSingleton<RegisterLlmModelCommand>()
        .AddSingleton<ChangeLlmModelCommand>()
        .AddSingleton<RemoveLlmModelCommand>()
        .AddSingleton<CreateLlmPresetCommand>()
        .AddSingleton<ChangeLlmPresetCommand>()
        .AddSingleton<RemoveLlmPresetCommand>()
        .AddSingleton<RegisterLlmDeploymentCommand>()
        .AddSingleton<ChangeLlmDeploymentCommand>()
        .AddSingleton<RemoveLlmDeploymentCommand>()
        .AddSingleton<SetLlmCredentialCommand>()
        .AddSingleton<SetLlmDeploymentStatusCommand>()
        .AddSingleton<CheckLlmDeploymentCommand>()
        .AddSingleton<RegisterEchoEngineCommand>()
        .AddSingleton<LlmDatasetQueries>()
        .AddSingleton<CreateLlmDatasetCommand>()
        .AddSingleton<UploadLlmDatasetCommand>()
        .AddSingleton<ChangeLlmDatasetCommand>()
        .AddSingleton<RemoveLlmDatasetCommand>();
}
