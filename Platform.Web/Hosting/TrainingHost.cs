using Platform.Training.Runs;

namespace Platform.Web.Hosting;

/// <summary>Starts the training threads with the server. The queue stops them when the container disposes it.</summary>
public sealed class TrainingHost(RunQueue queue, CheckpointCopies copies, RunOptions options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        queue.Start(TrainingDevices.Resolve(options.Devices));
        queue.TakeUpWaiting();
        copies.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
