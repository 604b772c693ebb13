using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Deployments.Commands;

namespace Platform.Training.Deployments;

/// <summary>The server's regular work: takes up changes made elsewhere, writes down minutes, and now and then removes old ones.</summary>
public sealed partial class ServingLoop(DeploymentServer server, DeploymentMeters meters, RecordMinutesCommand record, ServingOptions options, TimeProvider time, ILogger<ServingLoop> logger) : IAsyncDisposable
{
    // A server with many models starts to listen meanwhile.
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_trimInterval = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Loads what was deployed, so that the first request finds it warm.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        var first = TryAsync(server.SynchroniseAsync);
        await Task.WhenAny(first, Task.Delay(s_startPatience, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Writes down the running minute too.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await TryAsync(_ => meters.FlushAsync(all: true, CancellationToken.None)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var trimmed = time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.PollSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                await TryAsync(server.SynchroniseAsync).ConfigureAwait(false);
                await TryAsync(cancellation => meters.FlushAsync(all: false, cancellation)).ConfigureAwait(false);
                if (time.GetElapsedTime(trimmed) >= s_trimInterval)
                {
                    trimmed = time.GetTimestamp();
                    await TryAsync(cancellation => record.TrimAsync(Actor.Platform, cancellation)).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            // A database that is away for a while must not end the loop.
            LogFailure(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The regular work on deployments failed; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
