namespace HealthProbe.Transport.Dns;

/// <summary>A query that the driver sends.</summary>
/// <param name="Server">The index of the name server.</param>
/// <param name="IsTcp">Whether to send over TCP, because the response over UDP was truncated.</param>
/// <param name="Message">The message, without the length that precedes it over TCP.</param>
internal readonly record struct DnsQuery(int Server, bool IsTcp, byte[] Message);
