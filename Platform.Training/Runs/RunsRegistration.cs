using Microsoft.Extensions.DependencyInjection;
using Platform.Training.AutoAnnotation;
using Platform.Training.Imaging;
using Platform.Training.Runs.Commands;
using Platform.Training.Runs.Detection;
using Platform.Training.Runs.Queries;
using Platform.Training.Samples;

namespace Platform.Training.Runs;

/// <summary>Registers runs: the board, the queue and what a detection run needs.</summary>
public static class RunsRegistration
{
    public static IServiceCollection AddPlatformRuns(this IServiceCollection services, RunOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RunBoard>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<CancelRunCommand>();
        services.AddSingleton<ResumeRunCommand>();
        services.AddSingleton<LaunchTrainingCommand>();
        services.AddSingleton<OpenCvImageCodec>();
        services.AddSingleton<DetectionModelRegistration>();
        services.AddSingleton<IRunJob, DetectionRunJob>();
        services.AddSingleton<AutoAnnotateCommand>();
        services.AddSingleton<AutoAnnotationDesk>();
        services.AddSingleton<CreateSampleProjectCommand>();
        return services;
    }
}
