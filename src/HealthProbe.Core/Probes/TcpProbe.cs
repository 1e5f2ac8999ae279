using System.Net;
using System.Net.Sockets;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when a TCP connection is accepted. The connection is closed at once, cleanly, and nothing is sent.</summary>
/// <param name="target">A <c>tcp://</c> target.</param>
public sealed class TcpProbe(Target target) : IProbe
{
    /// <summary>Whether <see cref="Check"/> can serve: on Linux, when the host is an address or localhost, so that nothing has to be looked up.</summary>
    public bool IsSynchronous => OperatingSystem.IsLinux() && NameLookup.WithoutAsking(target.Host) is not null;

    /// <summary>Asks on the calling thread, without starting another. Several addresses are asked in turn; each gets an equal share of the time that is left.</summary>
    /// <param name="timeout">The longest that it may take: the one that <see cref="Prober"/> owns.</param>
    /// <param name="time">The clock that measures it.</param>
    /// <returns>The outcome, without its elapsed time.</returns>
    /// <exception cref="InvalidOperationException"><see cref="IsSynchronous"/> is false.</exception>
    public Outcome Check(TimeSpan timeout, TimeProvider time)
    {
        IPAddress[] addresses = NameLookup.WithoutAsking(target.Host) ?? throw new InvalidOperationException("a name cannot be looked up synchronously");
        long start = time.GetTimestamp();
        List<ConnectFailure>? failures = null;
        for (int i = 0; i < addresses.Length; i++)
        {
            TimeSpan share = (timeout - time.GetElapsedTime(start)) / (addresses.Length - i);
            SocketError error = LinuxConnect.Connect(new IPEndPoint(addresses[i], target.Port), share, time);
            if (error == SocketError.Success)
            {
                return Outcome.Healthy();
            }

            (failures ??= []).Add(new ConnectFailure(addresses[i], error));
        }

        return ConnectFailure.Describe(target, failures!);
    }

    /// <summary>Asks asynchronously. Several addresses race: each next one is asked when the one before failed, or 50 ms after it was asked.</summary>
    public async ValueTask<Outcome> CheckAsync(CancellationToken cancellationToken)
    {
        (Socket? socket, Outcome failure) = await Dialer.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
        socket?.Dispose();
        return socket is null ? failure : Outcome.Healthy();
    }
}
