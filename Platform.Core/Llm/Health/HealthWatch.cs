using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Health.Commands;
using Platform.Core.Llm.Health.Queries;

namespace Platform.Core.Llm.Health;

/// <summary>Looks at every deployment again and again: one loop, some looks at the same time, each bounded.</summary>
public sealed class HealthWatch : IDisposable
{
    private readonly EngineTargetQueries _targets;
    private readonly EngineConnections _connections;
    private readonly HealthBoard _board;
    private readonly RecordHealthCommand _record;
    private readonly LlmOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HealthWatch> _logger;
    private readonly RegistrySignals _signals;
    private readonly SemaphoreSlim _wake = new(0, 1);

    public HealthWatch(
        EngineTargetQueries targets, EngineConnections connections, HealthBoard board, RecordHealthCommand record, RegistrySignals signals, LlmOptions options, TimeProvider time, ILogger<HealthWatch> logger)
    {
        (_targets, _connections, _board, _record, _signals, _options, _time, _logger) = (targets, connections, board, record, signals, options, time, logger);
        _signals.Changed += Wake;
    }

    /// <summary>Until cancelled; what goes wrong in a round is logged and tried again in the next.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await CheckAllAsync(cancellationToken);
                await _wake.WaitAsync(TimeSpan.FromSeconds(_options.CheckSeconds), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                _logger.LogWarning(failure, "Deployments of language models could not be looked at; the next round tries again");
                await Task.Delay(TimeSpan.FromSeconds(_options.CheckSeconds), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One round.</summary>
    public async Task CheckAllAsync(CancellationToken cancellationToken) => await Parallel.ForEachAsync(
        await _targets.WatchedAsync(Actor.Platform, cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = _options.ChecksAtOnce, CancellationToken = cancellationToken },
        async (target, cancellation) =>
        {
            try
            {
                await CheckAsync(target, cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                // A database that is busy with this one must not keep the others from being looked at.
                _logger.LogWarning(failure, "What a look at deployment {Deployment} found could not be written down; the next round tries again", target.DeploymentId);
            }
        });

    /// <summary>One look at one deployment. Of a deployment that people took out of service only the result is shown.</summary>
    public async Task<DeploymentHealth> CheckAsync(EngineTarget target, CancellationToken cancellationToken)
    {
        ProbeResult result;
        using (var lease = _connections.Rent(target))
        {
            result = await EngineProbe.CheckAsync(lease.Client, target, TimeSpan.FromSeconds(_options.CheckTimeoutSeconds), cancellationToken);
        }

        var health = _board.Note(target.DeploymentId, result, _time.GetUtcNow().UtcDateTime);
        if (HealthRules.Next(target.Status, target.StatusReason, result.IsHealthy, health.FailuresInARow) is { } next)
        {
            await _record.ExecuteAsync(Actor.Platform, target.DeploymentId, (target.Status, target.Revision), next, result.Reason, result.Detail, cancellationToken);
        }

        _board.Tell(target.DeploymentId);
        return health;
    }

    public void Dispose()
    {
        _signals.Changed -= Wake;
        _wake.Dispose();
    }

    // Begins the next round now.
    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
