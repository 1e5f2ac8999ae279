using System.Text;

namespace HealthProbe.Protocols;

/// <summary>Describes bytes that are no response of the expected protocol, and recognizes what else they are.</summary>
internal static class ForeignProtocol
{
    /// <summary>As many bytes as a description needs: one more than it shows.</summary>
    public const int MaxBytes = 61;

    private const int MaxSignatureBytes = 9;

    /// <summary>Describes them once they are enough, whether they arrive at once or one by one.</summary>
    /// <param name="protocol">The protocol that was expected.</param>
    /// <param name="received">What was received so far.</param>
    /// <param name="isEnded">Whether nothing will follow.</param>
    /// <param name="tlsScheme">The scheme to use for TLS; null if there is none.</param>
    /// <returns>A sentence; null while more bytes may change it.</returns>
    public static string? TryDescribe(string protocol, ReadOnlySpan<byte> received, bool isEnded, string? tlsScheme)
    {
        // A TLS server responds to plain text with an alert (RFC 8446, section 6).
        if (received is [0x15, 3, ..])
        {
            return $"the server sent a TLS alert to plain {protocol}{(tlsScheme is null ? "" : $"; use {tlsScheme}://")}";
        }

        int lineEnd = received.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = (lineEnd < 0 ? received : received[..lineEnd]).TrimEnd((byte)'\r');
        bool isText = !line.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        if (!isText && received.Length >= MaxSignatureBytes && Recognize(received) is string binary)
        {
            return $"the response is {binary}, not {protocol}";
        }

        return isEnded || received.Length >= MaxBytes || (isText && lineEnd >= 0) ? Describe(protocol, isText ? line : received) : null;
    }

    /// <summary>Describes bytes to which nothing will be added, such as a line.</summary>
    public static string Describe(string protocol, ReadOnlySpan<byte> received)
    {
        string other = Recognize(received) is string recognized && recognized != protocol ? $"{recognized}, " : "";
        return $"the response is {other}not {protocol}: received {Quoted.Of(Encoding.Latin1.GetString(received[..Math.Min(received.Length, MaxBytes)]))}";
    }

    private static string? Recognize(ReadOnlySpan<byte> received) => received switch
    {
        // RFC 9112, section 4. A server that has only HTTP/2 begins with a SETTINGS frame (RFC 9113, section 3.4).
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', (byte)'1', (byte)'.', ..] => "HTTP",
        [0, 0, _, 4, 0, 0, 0, 0, 0, ..] => "HTTP/2",

        // RFC 4253, section 4.2.
        [(byte)'S', (byte)'S', (byte)'H', (byte)'-', ..] => "SSH",

        // Packet number 0: protocol version 10 and a version that begins with a digit, or an error code of the range 1024 to 4095.
        [_, 0, 0, 0, 10, >= (byte)'0' and <= (byte)'9', ..] or [_, 0, 0, 0, 0xFF, _, >= 4 and <= 15, ..] => "MySQL",

        // Version 1; END_REQUEST, STDOUT, STDERR, GET_VALUES_RESULT or UNKNOWN_TYPE; a reserved byte at the end of the header (section
        // 3.3).
        [1, 3 or 6 or 7 or 10 or 11, _, _, _, _, _, 0, ..] => "FastCGI",
        _ => null,
    };
}
