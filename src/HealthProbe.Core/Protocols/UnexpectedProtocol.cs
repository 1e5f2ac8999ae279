using System.Text;

namespace HealthProbe.Protocols;

/// <summary>Describes the first bytes of a server that uses another protocol.</summary>
internal static class UnexpectedProtocol
{
    private const int MaxShownBytes = 40;

    /// <summary>Describes what was received: its first line, or its first 40 bytes. The text is the same however the bytes arrive.</summary>
    /// <param name="received">Bytes that are no response.</param>
    /// <param name="protocol">The protocol that was expected, with its article.</param>
    /// <param name="tlsScheme">What to write for the same protocol over TLS.</param>
    /// <returns>The description; null if more bytes can change it.</returns>
    public static string? Describe(ReceiveBuffer received, string protocol, string tlsScheme)
    {
        ReadOnlySpan<byte> bytes = received.Span;

        // A TLS server responds to plain text with an alert (RFC 8446, section 6).
        if (bytes.StartsWith([(byte)0x15, (byte)3]))
        {
            return $"the server sent a TLS alert to plain text: write {tlsScheme}";
        }

        int end = bytes.IndexOf((byte)'\n');
        return end >= 0 ? Describe(bytes[..end].TrimEnd((byte)'\r'), protocol)
            : received.IsEnded || bytes.Length >= MaxShownBytes ? Describe(bytes, protocol)
            : null;
    }

    /// <summary>Describes a line that is no response.</summary>
    public static string Describe(ReadOnlySpan<byte> line, string protocol) =>
        $"not {protocol} response: received {Quoted.Of(Encoding.Latin1.GetString(line[..Math.Min(line.Length, MaxShownBytes)]))}";
}
