using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Platform.Web.Hosting;

/// <summary>
/// Which proxies are believed when they say where a request came from, by what scheme and for which host. Nobody is by default: whoever reaches the server could
/// otherwise name an address of choice, and with it escape the limit on sign-ins and write a false address into the audit.
/// </summary>
public static class TrustedProxies
{
    public static void AddTrustedProxies(this IServiceCollection services) => services.AddOptions<ForwardedHeadersOptions>().Configure<PlatformOptions>((headers, options) =>
    {
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in options.TrustedProxies)
        {
            headers.KnownIPNetworks.Add(Parse(proxy)!.Value);
        }

        // Each proxy that is believed adds one entry; the first that is not ends the chain, so the number needs no bound.
        headers.ForwardLimit = null;
        headers.ForwardedHeaders = options.TrustedProxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
    });

    /// <returns>The network, of one address where no length is given; null when the text is neither.</returns>
    public static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
