using System.Collections.Concurrent;
using Platform.Core.Access;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Queries;

namespace Platform.Core.Llm.Gateway;

/// <summary>
/// The registry as the gateway sees it, read again when it changes and at least every second, and how busy each deployment is with requests of this gateway. Safe for any number of threads.
/// </summary>
public sealed class RouteBoard : IDisposable
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, int> _underWay = new();
    private readonly RouteQueries _queries;
    private readonly RegistrySignals _signals;
    private readonly HealthBoard _health;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private long _changes;
    private Reading? _last;

    public RouteBoard(RouteQueries queries, RegistrySignals signals, HealthBoard health, TimeProvider time)
    {
        (_queries, _signals, _health, _time) = (queries, signals, health, time);
        signals.Changed += Forget;
        health.Changed += Forget;
    }

    private sealed record Reading(RouteTable Table, long ReadAt, long Changes);

    public async ValueTask<RouteTable> TableAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && IsFresh(last))
        {
            return last.Table;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is { } read && IsFresh(read))
            {
                return read.Table;
            }

            var (changes, readAt) = (Interlocked.Read(ref _changes), _time.GetTimestamp());
            var table = await _queries.LoadAsync(Actor.Platform, cancellationToken).ConfigureAwait(false);
            _last = new Reading(table, readAt, changes);
            return table;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Where a request goes; what was made a moment ago is found.</summary>
    public async ValueTask<Route?> FindAsync(Actor actor, string model, CancellationToken cancellationToken)
    {
        if ((await TableAsync(cancellationToken).ConfigureAwait(false)).Find(actor, model) is { } route)
        {
            return route;
        }

        Forget();
        return (await TableAsync(cancellationToken).ConfigureAwait(false)).Find(actor, model);
    }

    /// <summary>Deployments in the order in which they are asked: those that take requests, the least busy for their GPUs first.</summary>
    public IReadOnlyList<RoutedDeployment> InOrder(Route route) =>
    [
        .. route.Deployments.Where(deployment => deployment.Target.Status == LlmDeploymentStatus.Active)
            .OrderBy(deployment => (double)_underWay.GetValueOrDefault(deployment.Target.DeploymentId) / Math.Max(1, deployment.GpuCount)).ThenBy(_ => Random.Shared.Next()),
    ];

    public void Enter(Guid deploymentId) => _underWay.AddOrUpdate(deploymentId, 1, (_, count) => count + 1);

    public void Leave(Guid deploymentId) => _underWay.AddOrUpdate(deploymentId, 0, (_, count) => count - 1);

    public int UnderWay(Guid deploymentId) => _underWay.GetValueOrDefault(deploymentId);

    public void Dispose()
    {
        _signals.Changed -= Forget;
        _health.Changed -= Forget;
        _reading.Dispose();
    }

    private bool IsFresh(Reading reading) => reading.Changes == Interlocked.Read(ref _changes) && _time.GetElapsedTime(reading.ReadAt) < s_fresh;

    private void Forget(Guid deploymentId) => Forget();

    private void Forget() => Interlocked.Increment(ref _changes);
}
