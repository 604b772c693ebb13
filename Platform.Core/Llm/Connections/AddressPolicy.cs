using System.Net;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Connections;

/// <summary>The server connects to no such place, whoever asks for it.</summary>
public sealed class AddressRefusedException(string host, AddressKind kind, bool isDenied) : DomainRuleException(
    "llm.address_refused",
    isDenied ? $"The settings of this platform do not allow connections to '{host}'. Use another address, or ask whoever runs the platform to allow it (Platform:Llm:AllowedHosts)."
        : $"'{host}' is a {EnumText<AddressKind>.ToText(kind)} address, which this platform does not connect to. Use another address, or ask whoever runs the platform to allow it (Platform:Llm:AllowedHosts).",
    host, EnumText<AddressKind>.ToText(kind));

/// <summary>
/// Which addresses the server lets itself be sent to. People who register deployments could otherwise reach what only the server reaches: a cloud's metadata service, neighbours on the link.
/// Asked when an address is saved, and again for the resolved address of every connection, so that a name that changes its mind gains nothing.
/// </summary>
public sealed class AddressPolicy(LlmOptions options)
{
    private readonly HostPattern[] _allowed = Patterns(options.AllowedHosts);
    private readonly HostPattern[] _denied = Patterns(options.DeniedHosts);

    /// <param name="host">As it stands in the address.</param>
    /// <param name="address">What it resolved to.</param>
    /// <returns>Null where a connection may be made.</returns>
    public AddressRefusedException? RefusalOf(string host, IPAddress address)
    {
        var plain = AddressKinds.Plain(address);
        var kind = AddressKinds.Of(plain);
        if (Array.Exists(_denied, pattern => pattern.HoldsName(host) || pattern.HoldsAddress(plain)))
        {
            return new AddressRefusedException(host, kind, isDenied: true);
        }

        if (Array.Exists(_allowed, pattern => pattern.HoldsAddress(plain)))
        {
            return null;
        }

        var isNamed = Array.Exists(_allowed, pattern => pattern.HoldsName(host));
        var mayConnect = kind switch
        {
            AddressKind.Public => true,
            AddressKind.Loopback => options.AllowLoopback || isNamed,
            AddressKind.Private => options.AllowPrivate || isNamed,
            _ => false,
        };
        return !mayConnect ? new AddressRefusedException(host, kind, isDenied: false)
            : options.OnlyAllowedHosts && !isNamed ? new AddressRefusedException(host, kind, isDenied: true)
            : null;
    }

    private static HostPattern[] Patterns(IEnumerable<string> texts) => [.. texts.Select(text => HostPattern.TryParse(text, out var pattern) ? pattern : null).OfType<HostPattern>()];
}
