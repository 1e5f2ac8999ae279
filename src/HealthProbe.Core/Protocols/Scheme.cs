namespace HealthProbe.Protocols;

/// <summary>A scheme of a protocol's targets.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="DefaultPort">The port of a target that names none; 0 for a target without a port.</param>
internal sealed record Scheme(string Name, int DefaultPort = 0)
{
    /// <summary>Whether the handshake comes before the first byte of the protocol.</summary>
    public bool IsTls { get; init; }
}
