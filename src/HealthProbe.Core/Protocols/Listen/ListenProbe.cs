using System.Net;
using System.Net.Sockets;
using HealthProbe.Listening;
using HealthProbe.Network;
using HealthProbe.Probes;
using HealthProbe.Transport;

namespace HealthProbe.Protocols.Listen;

/// <summary>
/// Healthy when the kernel of this machine lists a TCP socket that listens at the target, and its queue of connections has not reached its
/// backlog. Nothing is
/// sent, so the server's log stays quiet. Linux, and the probe's own network namespace.
/// </summary>
/// <param name="target">A <c>listen://</c> target.</param>
/// <param name="options">How it resolves names.</param>
internal sealed class ListenProbe(Target target, ProbeOptions options) : NetworkProbe(options)
{
    private protected override async ValueTask<Outcome> AskAsync(NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Outcome.Unhealthy(Reason.Error, "the table of sockets is read on Linux only: ask tcp://");
        }

        (IPAddress[] addresses, ConnectError? error) = await transport.ResolveAsync(target.Host, attempt, cancellationToken).ConfigureAwait(false);
        return error?.ToOutcome() ?? Look(addresses);
    }

    private Outcome Look(IPAddress[] addresses)
    {
        try
        {
            return Judge(addresses, Sockets());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.Unhealthy(Reason.Denied, "the table of sockets cannot be read: netlink is not permitted, and there is no /proc/net/tcp");
        }
    }

    private List<ListeningSocket> Sockets()
    {
        try
        {
            return SocketDiagnostics.Listening(target.Port);
        }
        catch (SocketException)
        {
            return SocketTable.Listening(target.Port);
        }
    }

    // As for a connection, one address of the name is enough. Several sockets that share a port share its connections: one that is full
    // fails some of them.
    private Outcome Judge(IPAddress[] addresses, List<ListeningSocket> sockets)
    {
        List<ListeningSocket[]> serving = [.. addresses.Select(address => Closest(address, sockets)).Where(closest => closest.Length > 0)];
        if (serving.Count == 0)
        {
            return Outcome.Unhealthy(Reason.Missing, Missing(addresses, sockets)) with { IsGone = Array.TrueForAll(addresses, IsOurs) };
        }

        ListeningSocket[] best = serving.Find(closest => !Array.Exists(closest, socket => socket.IsFull)) ?? serving[0];
        return Array.Find(best, socket => socket.IsFull) is ListeningSocket full
            ? Outcome.Unhealthy(Reason.Backlog, $"the queue of {full} is full: {full.ShownQueue}")
            : Outcome.Healthy($"{best[0]}: {best[0].ShownQueue}");
    }

    private static ListeningSocket[] Closest(IPAddress address, List<ListeningSocket> sockets)
    {
        int? fit = sockets.Min(socket => socket.Fit(address));
        return fit is null || (fit > 0 && !IsOurs(address)) ? [] : [.. sockets.Where(socket => socket.Fit(address) == fit)];
    }

    // A wildcard serves the addresses of this machine, and those only.
    private static bool IsOurs(IPAddress address) => IPAddress.IsLoopback(address) || ListenAddresses.IsOfThisMachine(address);

    private string Missing(IPAddress[] addresses, List<ListeningSocket> sockets)
    {
        string asked = string.Join(" or ", addresses.Select(address => new IPEndPoint(address, target.Port)));
        return !Array.Exists(addresses, IsOurs) ? $"{asked} is not of this machine, whose sockets are all that is seen: ask tcp://"
            : sockets.Count == 0 ? $"nothing listens on {asked}"
            : $"nothing listens on {asked}, only on {string.Join(" and ", sockets.Select(socket => socket.ToString()).Distinct().Take(5))}";
    }
}
