using System.Net;
using System.Net.Sockets;

namespace Turnout.Server.Outbound;

/// <summary>
/// Which addresses a request that somebody configured may go to. Loopback, link-local (where clouds keep their metadata services), multicast and
/// the like are refused unless allowed: an address in a webhook must not reach what only this machine may.
/// </summary>
internal sealed class AddressRules(IEnumerable<string> allowed, bool blockPrivate)
{
    static readonly IPNetwork[] Blocked = [.. Parse(
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        // fe80::/10 is link-local; the others hold an IPv4 address inside, or lead nowhere.
        "::/128", "::1/128", "fe80::/10", "ff00::/8", "2002::/16", "2001::/32", "100::/64")];

    static readonly IPNetwork[] Private = [.. Parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10")];

    static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    readonly IPNetwork[] allowed = [.. Parse([.. allowed])];

    public bool Allows(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (Array.Exists(allowed, network => Contains(network, address))) return true;
        // A translator at the network's edge would unpack it.
        if (Nat64.Contains(address)) return Allows(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        if (Array.Exists(Blocked, network => Contains(network, address))) return false;
        return !blockPrivate || !Array.Exists(Private, network => Contains(network, address));
    }

    static bool Contains(IPNetwork network, IPAddress address) =>
        network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address);

    static IEnumerable<IPNetwork> Parse(params string[] networks) => networks.Select(IPNetwork.Parse);
}
