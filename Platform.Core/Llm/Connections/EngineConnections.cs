using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Platform.Core.Llm.Connections;

/// <summary>
/// One client a deployment, shared by all who talk to it: the health watch and the gateway. A change of the deployment makes a new one; the old one ends with its last lease, so that
/// an answer under way is never cut off. Safe for any number of threads.
/// </summary>
public sealed class EngineConnections(ConnectGuard guard, LlmOptions options) : IDisposable
{
    private static readonly TimeSpan s_pooled = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, Shared> _shared = new();
    private readonly Lock _changing = new();

    /// <summary>The deployment's client; dispose the lease when the answer was read to its end. The client has no time-out of its own: callers bring their token.</summary>
    public Lease Rent(EngineTarget target)
    {
        if (target.DeploymentId == Guid.Empty)
        {
            return RentOwn(target);
        }

        while (true)
        {
            if (_shared.TryGetValue(target.DeploymentId, out var shared) && shared.Revision > target.Revision)
            {
                // The caller read the deployment before it changed. The newer client may carry a credential that is nothing for the address that the caller knows.
                return RentOwn(target);
            }

            if (shared is not null && shared.Revision == target.Revision && shared.TryEnter())
            {
                return new Lease(shared, isLast: false);
            }

            Renew(target);
        }
    }

    /// <summary>A deployment that is gone needs no client.</summary>
    public void Forget(Guid deploymentId)
    {
        if (_shared.TryRemove(deploymentId, out var shared))
        {
            shared.Leave();
        }
    }

    public void Dispose()
    {
        foreach (var id in _shared.Keys)
        {
            Forget(id);
        }
    }

    private Lease RentOwn(EngineTarget target) => new(new Shared(target.Revision, Create(target)), isLast: true);

    private void Renew(EngineTarget target)
    {
        lock (_changing)
        {
            if (_shared.TryGetValue(target.DeploymentId, out var standing) && standing.Revision >= target.Revision && standing.IsOpen)
            {
                return;
            }

            _shared[target.DeploymentId] = new Shared(target.Revision, Create(target));
            standing?.Leave();
        }
    }

    private HttpClient Create(EngineTarget target)
    {
        // No proxy: it would connect in our place, unguarded. No redirects: they lead where nobody checked.
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(options.ConnectTimeoutSeconds),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = s_pooled,
            PooledConnectionIdleTimeout = s_idle,
            MaxConnectionsPerServer = int.MaxValue,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        if (target.Credential?.Secret is { } secret)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        }

        return client;
    }

    /// <summary>Holds a client open.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly bool _isLast;
        private Shared? _shared;

        internal Lease(Shared shared, bool isLast) => (_shared, _isLast, Client) = (shared, isLast, shared.Client);

        public HttpClient Client { get; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _shared, null) is not { } shared)
            {
                return;
            }

            if (_isLast)
            {
                shared.Client.Dispose();
            }
            else
            {
                shared.Leave();
            }
        }
    }

    /// <summary>A client and how many hold it: the table it stands in is one of them. At zero it ends for good.</summary>
    internal sealed class Shared(int revision, HttpClient client)
    {
        private int _holders = 1;

        public int Revision { get; } = revision;

        public HttpClient Client { get; } = client;

        public bool IsOpen => Volatile.Read(ref _holders) > 0;

        public bool TryEnter()
        {
            while (Volatile.Read(ref _holders) is var holders and > 0)
            {
                if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders)
                {
                    return true;
                }
            }

            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
            {
                Client.Dispose();
            }
        }
    }
}
