using System.Collections.Concurrent;

namespace Platform.Core.Llm.Health;

/// <summary>What the last looks at a deployment found. In memory: it is true for seconds only.</summary>
/// <param name="CheckedAt">Of the last look.</param>
/// <param name="Reason">How it ended, one of <see cref="Model.HealthReasons"/>.</param>
/// <param name="Detail">What the reason leaves open.</param>
/// <param name="FailuresInARow">0 after a good look.</param>
/// <param name="P50Ms">Median of the last good looks (<see cref="HealthBoard.Window"/> of them); null where there was none.</param>
/// <param name="Models">Names that the engine serves, as far as it tells.</param>
/// <param name="Metrics">How busy the engine was, as far as it tells.</param>
public sealed record DeploymentHealth(DateTime CheckedAt, string Reason, string? Detail, int FailuresInARow, double? P50Ms, IReadOnlyList<string> Models, EngineMetrics? Metrics);

/// <summary>The health of every deployment, for pages and the gateway. Safe for any number of threads.</summary>
public sealed class HealthBoard
{
    public const int Window = 60;

    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    /// <summary>Raised with the deployment's id after each look and each change of status, on the thread that looked; listeners must be quick.</summary>
    public event Action<Guid>? Changed;

    public DeploymentHealth? Of(Guid deploymentId) => _entries.TryGetValue(deploymentId, out var entry) ? entry.Health : null;

    public DeploymentHealth Note(Guid deploymentId, ProbeResult result, DateTime at) => _entries.GetOrAdd(deploymentId, _ => new Entry()).Note(result, at);

    public void Forget(Guid deploymentId) => _entries.TryRemove(deploymentId, out _);

    public void Tell(Guid deploymentId) => Changed?.Invoke(deploymentId);

    private sealed class Entry
    {
        private readonly Queue<double> _elapsedMs = new(Window);
        private readonly Lock _noting = new();

        public DeploymentHealth? Health { get; private set; }

        public DeploymentHealth Note(ProbeResult result, DateTime at)
        {
            lock (_noting)
            {
                if (result.IsHealthy)
                {
                    if (_elapsedMs.Count == Window)
                    {
                        _elapsedMs.Dequeue();
                    }

                    _elapsedMs.Enqueue(result.ElapsedMs);
                }

                var sorted = _elapsedMs.Order().ToArray();
                Health = new DeploymentHealth(
                    at, result.Reason, result.Detail, result.IsHealthy ? 0 : (Health?.FailuresInARow ?? 0) + 1, sorted.Length == 0 ? null : sorted[sorted.Length / 2], result.Models, result.Metrics);
                return Health;
            }
        }
    }
}
