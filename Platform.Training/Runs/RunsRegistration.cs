using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Departments;
using Platform.Core.Deployments;
using Platform.Training.AutoAnnotation;
using Platform.Training.Imaging;
using Platform.Training.Incremental;
using Platform.Training.Incremental.Commands;
using Platform.Training.Incremental.Queries;
using Platform.Training.Runs.Commands;
using Platform.Training.Runs.Launch;
using Platform.Training.Runs.Queries;
using Platform.Training.Runs.Requests;
using Platform.Training.Samples;
using Platform.Training.Scoring;
using Platform.Training.Scoring.Commands;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Det;
using Platform.Training.Tasks.Ocr;
using Platform.Training.Tasks.Pose;
using Platform.Training.Tasks.Seg;
using Platform.Training.Weights;
using Platform.Training.Weights.Commands;
using Platform.Training.Weights.Queries;

namespace Platform.Training.Runs;

/// <summary>Registers runs: the board, the queue and what a run of each task needs.</summary>
public static class RunsRegistration
{
    public static IServiceCollection AddPlatformRuns(this IServiceCollection services, RunOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RunBoard>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<RunDepartments>();
        services.AddSingleton<IProjectFollower>(provider => provider.GetRequiredService<RunDepartments>());
        services.AddSingleton<IWorkUnderWay>(provider => provider.GetRequiredService<RunDepartments>());
        services.AddSingleton<IWorkUnderWay, JobsUnderWay>();
        services.AddSingleton<TrainingGate>();
        services.AddSingleton<LaunchQueries>();
        services.AddSingleton<RunComparisonQueries>();
        services.AddSingleton<CancelRunCommand>();
        services.AddSingleton<PauseRunCommand>();
        services.AddSingleton<ResumeRunCommand>();
        services.AddSingleton<FinishRunCommand>();
        services.AddSingleton<ReproduceRunCommand>();
        services.AddSingleton<ImageSlices>();
        services.AddSingleton<EvaluateModelCommand>();
        services.AddSingleton<EvaluationBoard>();
        services.AddSingleton<EvaluationLine>();
        services.AddSingleton<EvaluationDesk>();
        services.AddSingleton<CheckpointCopies>();
        services.AddSingleton<RunRequestBox>();
        services.AddSingleton<RunRequestDesk>();
        services.AddSingleton<LaunchTrainingCommand>();
        services.AddSingleton<StartingWeightsStore>();
        services.AddSingleton<ImportWeightsCommand>();
        services.AddSingleton<StartReportQueries>();
        services.AddSingleton<OpenCvImageCodec>();
        services.AddSingleton<ITrainingTask, DetectionTask>();
        services.AddSingleton<ITrainingTask, ClassificationTask>();
        services.AddSingleton<ITrainingTask, SegmentationTask>();
        services.AddSingleton<ITrainingTask, PoseTask>();
        services.AddSingleton<ITrainingTask, OcrTask>();
        services.AddSingleton<TrainingTasks>();
        services.AddSingleton<ModelRegistration>();
        services.AddSingleton<ChildPreparation>();
        services.AddSingleton<ParentScores>();
        services.AddSingleton<ParentQueries>();
        services.AddSingleton<RecipeDefaults>();
        services.AddSingleton<ForgettingQueries>();
        services.AddSingleton<IPromotionGate, PromotionGate>();
        services.AddSingleton<PromoteModelVersionCommand>();
        services.AddSingleton<IRunJob, TrainingRunJob>();
        services.AddSingleton<BoxFilling>();
        services.AddSingleton<AutoAnnotateCommand>();
        services.AddSingleton<AskModelCommand>();
        services.AddSingleton<AutoAnnotationBoard>();
        services.AddSingleton<AutoAnnotationLine>();
        services.AddSingleton<AutoAnnotationDesk>();
        services.AddSingleton<CreateSampleProjectCommand>();
        return services;
    }
}
