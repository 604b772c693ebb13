using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Platform.Core.Llm.Connections;

/// <summary>A host as operators write it: a name, all names below one, an address or a network.</summary>
internal sealed class HostPattern
{
    private const string Below = "*.";

    private readonly string? _name;
    private readonly IPNetwork? _network;

    private HostPattern(string? name, IPNetwork? network) => (_name, _network) = (name, network);

    public static bool TryParse(string? text, [NotNullWhen(true)] out HostPattern? pattern)
    {
        var trimmed = text?.Trim().TrimEnd('.') ?? "";
        if (IPNetwork.TryParse(trimmed, out var network))
        {
            pattern = new HostPattern(null, network);
        }
        else if (IPAddress.TryParse(trimmed, out var address))
        {
            pattern = new HostPattern(null, new IPNetwork(address, address.GetAddressBytes().Length * 8));
        }
        else
        {
            var host = trimmed.StartsWith(Below, StringComparison.Ordinal) ? trimmed[Below.Length..] : trimmed;
            pattern = Uri.CheckHostName(host) == UriHostNameType.Dns ? new HostPattern(trimmed, null) : null;
        }

        return pattern is not null;
    }

    public bool HoldsName(string host) => _name is not null
        && (_name.StartsWith(Below, StringComparison.Ordinal) ? host.EndsWith(_name[1..], StringComparison.OrdinalIgnoreCase) : host.Equals(_name, StringComparison.OrdinalIgnoreCase));

    public bool HoldsAddress(IPAddress address) => _network is { } network && network.Contains(address);
}
