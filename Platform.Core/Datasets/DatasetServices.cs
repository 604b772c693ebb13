using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Datasets;

/// <summary>Registers the commands and queries of datasets, assets and annotations; they need the database, the storage, videos and an image codec.</summary>
public static class DatasetServices
{
    public static IServiceCollection AddDatasets(this IServiceCollection services) => services
        .AddSingleton<CreateDatasetCommand>()
        .AddSingleton<CreateDraftVersionCommand>()
        .AddSingleton<AssignSplitsCommand>()
        .AddSingleton<MoveAssetsCommand>()
        .AddSingleton<SetGroupKeysCommand>()
        .AddSingleton<LeakQueries>()
        .AddSingleton<VersionDiffQueries>()
        .AddSingleton<StatisticsQueries>()
        .AddSingleton<SplitByListsCommand>()
        .AddSingleton<FreezeDatasetVersionCommand>()
        .AddSingleton<VerifyDatasetVersionCommand>()
        .AddSingleton<DatasetQueries>()
        .AddSingleton<TrainingDataQueries>()
        .AddSingleton<TrainingFiles>()
        .AddSingleton<DatasetContentQueries>()
        .AddSingleton<FreezeCheckQueries>()
        .AddSingleton<IngestAssetsCommand>()
        .AddSingleton<IngestFolderCommand>()
        .AddSingleton<IngestServerPathCommand>()
        .AddSingleton<IngestS3PrefixCommand>()
        .AddSingleton<DeleteAssetsCommand>()
        .AddSingleton<RestoreAssetsCommand>()
        .AddSingleton<EmptyTrashCommand>()
        .AddSingleton<TrashQueries>()
        .AddSingleton<ExcludeFramesCommand>()
        .AddSingleton<TagAssetsCommand>()
        .AddSingleton<UntagAssetsCommand>()
        .AddSingleton<AssetFacetQueries>()
        .AddSingleton<AssetQueries>()
        .AddSingleton<SiblingQueries>()
        .AddSingleton<WorkQueries>()
        .AddSingleton<QueueLeadQueries>()
        .AddSingleton<AssetMediaQueries>()
        .AddSingleton<AssetFrameQueries>()
        .AddSingleton<AnnotationQueries>()
        .AddSingleton<ModelVerdictQueries>()
        .AddSingleton<ImportQueries>()
        .AddSingleton<SaveAnnotationsCommand>()
        .AddSingleton<ImportAnnotationsCommand>()
        .AddSingleton<StandingBoxQueries>()
        .AddSingleton<FillBoxesCommand>()
        .AddSingleton<AddModelAnnotationsCommand>()
        .AddSingleton<RecordDisagreementsCommand>();
}
