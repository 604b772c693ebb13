using System.Net;

namespace Platform.Core.Llm.Connections;

/// <summary>Finds the addresses of a name.</summary>
public interface IHostResolver
{
    /// <summary>Throws <see cref="System.Net.Sockets.SocketException"/> where there are none.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>As the operating system does.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
