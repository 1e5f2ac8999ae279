namespace HealthProbe.Transport;

/// <summary>Resolves names. An executable gives one to its transport.</summary>
internal abstract class HostResolver
{
    /// <summary>Resolves a name that is not an address.</summary>
    /// <param name="host">The name.</param>
    /// <param name="transport">What the resolver connects with.</param>
    /// <param name="attempt">Receives what is missing.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    /// <exception cref="OperationCanceledException">The token is canceled.</exception>
    public abstract ValueTask<Resolution> ResolveAsync(
        string host, NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken);
}
