using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>Why one address could not be connected to.</summary>
internal readonly record struct ConnectFailure(IPAddress Address, SocketError Error)
{
    /// <summary>One outcome for all addresses of a target: which address said what.</summary>
    /// <param name="target">The target; an address that is written in it is not repeated.</param>
    /// <param name="failures">At least one, in the order they were asked.</param>
    public static Outcome Describe(Target target, IReadOnlyList<ConnectFailure> failures)
    {
        if (failures is [{ } only] && only.Address.ToString() == target.Host)
        {
            return Outcome.Unhealthy(ReasonOf(only.Error), TextOf(only.Error));
        }

        IEnumerable<string> answers = failures
            .GroupBy(failure => failure.Error, failure => failure.Address.ToString())
            .Select(group => $"{TextOf(group.Key)} {(group.Key == SocketError.ConnectionRefused ? "by" : "from")} {string.Join(" and ", group)}");
        return Outcome.Unhealthy(Foremost(failures), string.Join("; ", answers));
    }

    // An address that did not answer decides: the others said no, and this one might yet have said yes. Then one that refused: a machine is there.
    private static Reason Foremost(IReadOnlyList<ConnectFailure> failures)
    {
        var reasons = failures.Select(failure => ReasonOf(failure.Error)).ToList();
        return reasons.Contains(Reason.Timeout) ? Reason.Timeout : reasons.Contains(Reason.Refused) ? Reason.Refused : reasons[0];
    }

    private static Reason ReasonOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => Reason.Refused,
        SocketError.TimedOut => Reason.Timeout,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => Reason.Unreachable,
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => Reason.Unreachable,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => Reason.Closed,
        SocketError.AccessDenied => Reason.Denied,
        _ => Reason.Error,
    };

    private static string TextOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.TimedOut => "no answer",
        SocketError.HostUnreachable or SocketError.HostDown => "host unreachable",
        SocketError.NetworkUnreachable or SocketError.NetworkDown => "network unreachable",
        SocketError.AddressNotAvailable => "no local address or port to connect with",
        SocketError.AddressFamilyNotSupported => "address family not supported here",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "connection reset",
        SocketError.AccessDenied => "connection not permitted",
        SocketError.InvalidArgument => "not an address to connect to (a link-local one needs its interface: fe80::1%eth0)",
        SocketError.TooManyOpenSockets => "no file descriptors left",
        SocketError.NoBufferSpaceAvailable => "no memory left for sockets",
        _ => string.Create(CultureInfo.InvariantCulture, $"socket error {(int)error}"),
    };
}
