using Platform.Training.AutoAnnotation;
using Platform.Training.Runs;
using Platform.Training.Runs.Requests;
using Platform.Training.Scoring;

namespace Platform.Web.Hosting;

/// <summary>Starts the training threads with the server. The queue stops them when the container disposes it.</summary>
public sealed class TrainingHost(RunDepartments departments, RunQueue queue, CheckpointCopies copies, RunRequestDesk desk, EvaluationDesk evaluations, AutoAnnotationDesk annotations, RunOptions options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await departments.SynchroniseAsync(cancellationToken);
        queue.Start(TrainingDevices.Resolve(options.Devices));
        queue.TakeUpWaiting();
        copies.Start();
        desk.Start(trainsAnything: true);
        evaluations.Start();
        annotations.Start();
    }

    // No request may launch what the queue would no longer take.
    public Task StopAsync(CancellationToken cancellationToken) => desk.StopAsync();
}
