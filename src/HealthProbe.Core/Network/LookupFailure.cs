using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>Why a name could not be looked up, as an outcome.</summary>
internal static class LookupFailure
{
    public static Outcome Describe(string host, SocketError error) => Outcome.Unhealthy(Reason.Dns, error switch
    {
        SocketError.HostNotFound => $"no such name: {host}",
        SocketError.NoData => $"the name {host} has no address",
        SocketError.TryAgain => $"the resolver gave no answer for {host}",
        _ => $"the name {host} could not be looked up",
    });
}
