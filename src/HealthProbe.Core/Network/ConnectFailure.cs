using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthProbe.Listening;

namespace HealthProbe.Network;

/// <summary>Why one address could not be connected to.</summary>
internal sealed record ConnectFailure(EndPoint EndPoint, SocketError Error)
{
    private const string Refused = "connection refused";
    private const string NoSocket = "no such socket";

    private bool IsUnix => EndPoint is UnixDomainSocketEndPoint;

    // A network that is down, or no route to it, may be the fault of this machine. One host that is unreachable is the word of a router or
    // a neighbor.
    private bool IsGone => IsUnix
        ? Error is SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.AddressNotAvailable
        : Error is SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.ConnectionAborted
            or SocketError.TimedOut or SocketError.HostUnreachable or SocketError.HostDown;

    // On a machine without IPv6, localhost has one address on which nothing can listen.
    private bool IsAbsentLoopback => Error is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported
        && EndPoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Loopback) && !ListenAddresses.IsOfThisMachine(address);

    private static bool AreGone(IReadOnlyList<ConnectFailure> failures) =>
        failures.Any(failure => failure.IsGone) && failures.All(failure => failure.IsGone || failure.IsAbsentLoopback);

    private string Address => EndPoint is IPEndPoint ip ? ip.Address.ToString() : EndPoint.ToString()!;

    private string ShownAddress => IsUnix ? Quoted.Of(Address) : Address;

    /// <summary>One outcome for all addresses of a host: which address said what.</summary>
    /// <param name="asked">The host or the path that was asked for; an address that is written there is not repeated.</param>
    /// <param name="failures">The failures in the order they were asked; none when the time was over before the first.</param>
    public static Outcome Describe(string asked, IReadOnlyList<ConnectFailure> failures)
    {
        if (failures.Count == 0)
        {
            return Outcome.Unhealthy(Reason.Timeout, "no answer");
        }

        if (failures is [{ } only] && only.Address == asked)
        {
            return Outcome.Unhealthy(only.Reason, only.Text) with { IsGone = only.IsGone };
        }

        // Those that did not answer come last, where the timeout is named.
        IEnumerable<string> answers = failures
            .OrderBy(failure => failure.Reason == Reason.Timeout)
            .GroupBy(failure => failure.Text, failure => failure.ShownAddress)
            .Select(group => $"{group.Key} {(group.Key == Refused ? "by" : group.Key == NoSocket ? "at" : "from")} {string.Join(" and ", group)}");
        return Outcome.Unhealthy(Foremost(failures), string.Join("; ", answers)) with { IsGone = AreGone(failures) };
    }

    // An address that did not answer decides: the others said no, and this one might yet have said yes. Then one that refused: a machine is
    // there.
    private static Reason Foremost(IReadOnlyList<ConnectFailure> failures)
    {
        var reasons = failures.Select(failure => failure.Reason).ToList();
        return reasons.Contains(Reason.Timeout) ? Reason.Timeout : reasons.Contains(Reason.Refused) ? Reason.Refused : reasons[0];
    }

    private Reason Reason => Error switch
    {
        SocketError.AddressNotAvailable or SocketError.SocketError when IsUnix => Reason.Missing,
        SocketError.ProtocolType => Reason.Protocol,
        SocketError.ConnectionRefused => Reason.Refused,
        SocketError.TimedOut => Reason.Timeout,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => Reason.Unreachable,
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => Reason.Unreachable,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => Reason.Closed,
        SocketError.WouldBlock => Reason.Backlog,
        SocketError.AccessDenied => Reason.Denied,
        _ => Reason.Error,
    };

    private string Text => Error switch
    {
        // What the framework has no name for is a part of the path that is no folder, or a loop of links.
        SocketError.AddressNotAvailable or SocketError.SocketError when IsUnix => NoSocket,
        SocketError.ProtocolType => "a Unix socket of another type: only stream sockets are asked",
        SocketError.ConnectionRefused => Refused,
        SocketError.TimedOut => "no answer",
        SocketError.HostUnreachable or SocketError.HostDown => "host unreachable",
        SocketError.NetworkUnreachable or SocketError.NetworkDown => "network unreachable",
        SocketError.AddressNotAvailable => "no local address or port to connect with",
        SocketError.AddressFamilyNotSupported => "address family not supported here",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "connection reset",
        SocketError.AccessDenied => "connection not permitted",
        SocketError.InvalidArgument => "not an address to connect to (a link-local one needs its interface: fe80::1%eth0)",
        SocketError.TooManyOpenSockets => "no file descriptors left",
        SocketError.WouldBlock => "its queue of connections is full",
        SocketError.NoBufferSpaceAvailable => "no memory left for sockets",
        _ => string.Create(CultureInfo.InvariantCulture, $"socket error {(int)Error}"),
    };
}
