using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when the connection to a Unix stream socket is accepted. The connection is closed at once, cleanly, and nothing is sent.</summary>
/// <param name="target">A <c>unix://</c> target.</param>
/// <param name="options">Nothing of it.</param>
public sealed class SocketProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private protected override ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken) => new(Outcome.Healthy());
}
