using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>A TCP socket that listens, as the kernel shows it.</summary>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Queue">How many connections wait to be accepted.</param>
internal sealed record ListeningSocket(IPEndPoint EndPoint, uint Queue)
{
    private const int LoopbackDevice = 1;

    /// <summary>How many connections it lets wait; null where the kernel does not say. It takes one more.</summary>
    public uint? Backlog { get; init; }

    /// <summary>Whether an IPv6 socket leaves IPv4 alone.</summary>
    public bool IsV6Only { get; init; }

    /// <summary>The number of the one network device that it hears; 0 for all.</summary>
    public int Device { get; init; }

    // With a backlog of 0 an idle server has reached it, and is not full.
    public bool IsFull => Queue >= Math.Max(Backlog ?? uint.MaxValue, 1);

    private IPAddress Address => EndPoint.Address.IsIPv4MappedToIPv6 ? EndPoint.Address.MapToIPv4() : EndPoint.Address;

    /// <summary>
    /// How closely it fits an address: the kernel gives a connection to the closest, which is the lowest. Null when it does not serve the
    /// address.
    /// </summary>
    public int? Fit(IPAddress asked)
    {
        if (Device is not (0 or LoopbackDevice) && (IPAddress.IsLoopback(asked) || (asked.AddressFamily == AddressFamily.InterNetworkV6 && asked.ScopeId > 0 && asked.ScopeId != Device)))
        {
            return null;
        }

        return Address.GetAddressBytes().AsSpan().SequenceEqual(asked.GetAddressBytes()) ? 0
            : IsWildcard(asked.AddressFamily) ? 1
            : asked.AddressFamily == AddressFamily.InterNetwork && IsWildcard(AddressFamily.InterNetworkV6) && !IsV6Only ? 2
            : null;
    }

    /// <summary>Such as <c>0.0.0.0:8000</c>.</summary>
    public override string ToString() => IsV6Only && IsWildcard(AddressFamily.InterNetworkV6) ? $"{EndPoint} (IPv6 only)" : new IPEndPoint(Address, EndPoint.Port).ToString();

    /// <summary>The queue in words: <c>2 waiting, backlog 128</c>.</summary>
    public string ShownQueue => string.Create(CultureInfo.InvariantCulture, $"{Queue} waiting{(Backlog is null ? "" : $", backlog {Backlog}")}");

    private bool IsWildcard(AddressFamily family) => Address.Equals(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
}
