using HealthProbe.Network;

namespace HealthProbe.Transport;

/// <summary>Why a transport made no connection.</summary>
internal abstract record ConnectError
{
    /// <summary>The error as an outcome. No other place makes one from it.</summary>
    public Outcome ToOutcome() => this switch
    {
        Lookup lookup => Outcome.Unhealthy(Reason.Dns, lookup.Error),
        Addresses addresses => ConnectFailure.Describe(addresses.Asked, addresses.Errors),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The host has no address.</summary>
    /// <param name="Error">The resolver's error, in words.</param>
    internal sealed record Lookup(string Error) : ConnectError;

    /// <summary>No address accepted the connection.</summary>
    /// <param name="Asked">The host or the path that was given.</param>
    /// <param name="Errors">The error of each address, in the order of the addresses.</param>
    internal sealed record Addresses(string Asked, IReadOnlyList<ConnectFailure> Errors) : ConnectError;
}
