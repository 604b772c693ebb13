using Platform.Training.Deployments;

namespace Platform.Web.Hosting;

/// <summary>Loads deployed models before the server listens, and looks after them until it stops.</summary>
public sealed class ServingHost(ServingLoop loop) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => loop.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => loop.StopAsync();
}
