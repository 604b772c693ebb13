using System.Net;
using System.Net.Sockets;

namespace Platform.Core.Llm.Connections;

/// <summary>What kind of place an address is, as far as it matters for letting the server connect to it.</summary>
public enum AddressKind
{
    Public,
    Private,
    Loopback,
    LinkLocal,
    Metadata,
    Multicast,

    /// <summary>"This host", broadcast, or not given to anybody.</summary>
    Unspecified,
}

/// <summary>Tells addresses apart; IPv4 inside IPv6 counts as what it is.</summary>
internal static class AddressKinds
{
    // Where clouds hand out credentials to whoever asks: AWS, Google, Azure; Alibaba; Oracle; AWS over IPv6.
    private static readonly IPAddress[] s_metadata = [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"), IPAddress.Parse("fd00:ec2::254")];

    private static readonly (IPNetwork Network, AddressKind Kind)[] s_networks =
    [
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Unspecified),
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.LinkLocal),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private),
        (IPNetwork.Parse("224.0.0.0/4"), AddressKind.Multicast),
        (IPNetwork.Parse("240.0.0.0/4"), AddressKind.Unspecified),
        (IPNetwork.Parse("::/128"), AddressKind.Unspecified),
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("fe80::/10"), AddressKind.LinkLocal),
        (IPNetwork.Parse("fec0::/10"), AddressKind.Private),
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        (IPNetwork.Parse("ff00::/8"), AddressKind.Multicast),
    ];

    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork s_compatible = IPNetwork.Parse("::/96");

    public static AddressKind Of(IPAddress address)
    {
        var plain = Plain(address);
        if (s_metadata.Contains(plain))
        {
            return AddressKind.Metadata;
        }

        foreach (var (network, kind) in s_networks)
        {
            if (network.Contains(plain))
            {
                return kind;
            }
        }

        return AddressKind.Public;
    }

    /// <summary>The IPv4 address that an IPv6 one stands for, without its scope.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        var unscoped = new IPAddress(bytes);
        return s_nat64.Contains(unscoped) || (s_compatible.Contains(unscoped) && !IsLowest(bytes)) ? new IPAddress(bytes.AsSpan(12))
            : s_sixToFour.Contains(unscoped) ? new IPAddress(bytes.AsSpan(2, 4))
            : unscoped;
    }

    // :: and ::1 are themselves.
    private static bool IsLowest(byte[] bytes) => !bytes.AsSpan(12, 3).ContainsAnyExcept((byte)0) && bytes[15] <= 1;
}
