using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>Connects on the calling thread, on Linux. Everything it returns is complete.</summary>
internal sealed class BlockingDialer(Deadline deadline) : Dialer
{
    protected override ValueTask<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        // The resolver blocks and cannot be told to stop: it gets a thread of its own, and is left behind when the time is over.
        Task<IPAddress[]> lookup = NameLookup.AskAsync(host, cancellationToken);
        try
        {
            return lookup.Wait(deadline.Milliseconds, cancellationToken) ? new(lookup.Result) : throw new OperationCanceledException();
        }
        catch (AggregateException e) when (e.InnerException is SocketException failure)
        {
            throw failure;
        }
    }

    protected override ValueTask<(Stream? Stream, Outcome Failure)> RaceAsync(string asked, EndPoint[] endPoints, CancellationToken cancellationToken)
    {
        var race = new LinuxRace(endPoints, deadline, Stagger);
        return new(race.Run() is int descriptor
            ? (new LinuxStream(descriptor, deadline), default)
            : (null, ConnectFailure.Describe(asked, race.Failures)));
    }
}
