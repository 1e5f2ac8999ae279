namespace HealthProbe.Network;

/// <summary>The peer said something that is not of its protocol. <see cref="Probes.NetworkProbe"/> turns it into an outcome.</summary>
/// <param name="message">What was heard, for a person.</param>
internal sealed class ProtocolException(string message) : Exception(message);
