using System.Net;
using System.Net.Sockets;

namespace Platform.Core.Llm.Connections;

/// <summary>Opens connections to addresses that <see cref="AddressPolicy"/> allows, and to no other: what is checked is what is connected to.</summary>
public sealed class ConnectGuard(AddressPolicy policy, IHostResolver resolver)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await AllowedAsync(host, cancellationToken).ConfigureAwait(false);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception failure)
            {
                socket.Dispose();
                if (failure is not SocketException || i == addresses.Count - 1)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Refuses a host all of whose addresses are refused. A name without addresses passes: its server may come later.</summary>
    public async Task DemandAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            await AllowedAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            // Asked again at every connection.
        }
    }

    // Never empty.
    private async Task<IReadOnlyList<IPAddress>> AllowedAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var allowed = addresses.Where(address => policy.RefusalOf(host, address) is null).ToList();
        return allowed.Count > 0 ? allowed : throw policy.RefusalOf(host, addresses[0])!;
    }
}
