using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Queries;

namespace Platform.Core.Models;

/// <summary>Registers the area Models.</summary>
public static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services) => services
        .AddSingleton<ModelQueries>()
        .AddSingleton<LeaderboardQueries>()
        .AddSingleton<ImportedWeightsQueries>()
        .AddSingleton<RegisterImportedWeightsCommand>()
        .AddSingleton<RemoveImportedWeightsCommand>()
        .AddSingleton<CreateModelCommand>()
        .AddSingleton<CreateModelVersionCommand>()
        .AddSingleton<DiscardModelVersionCommand>()
        .AddSingleton<RegisterTrainedModelCommand>()
        .AddSingleton<RegisterArtifactCommand>()
        .AddSingleton<RecordEvaluationCommand>()
        .AddSingleton<FreezeModelVersionCommand>()
        .AddSingleton<RecordPromotionCommand>();
}
