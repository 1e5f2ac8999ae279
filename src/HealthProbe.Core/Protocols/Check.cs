namespace HealthProbe.Protocols;

/// <summary>What a definition creates a probe from.</summary>
/// <param name="Target">What is checked.</param>
/// <param name="Options">How it is checked.</param>
/// <param name="IsTls">Whether the handshake comes before the first byte of the protocol.</param>
/// <param name="TlsScheme">The scheme of the same protocol over TLS, for messages; null if there is none, or if the target uses it.</param>
internal sealed record Check(Target Target, ProbeOptions Options, bool IsTls = false, string? TlsScheme = null);
