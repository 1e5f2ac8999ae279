using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when the server names its version (protocol.txt of memcached, "version") or asks for a password; one that speaks only the binary protocol does not answer.</summary>
/// <param name="target">A <c>memcached://</c> target.</param>
/// <param name="options">Nothing of it.</param>
public sealed class MemcachedProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const int LongestLine = 1024;

    private protected override ReadOnlyMemory<byte> Goodbye { get; } = "quit\r\n"u8.ToArray();

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("version\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var reader = new ByteReader(stream);
        ReadOnlyMemory<byte> line = await reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
        return line.Span.StartsWith("VERSION "u8) ? Outcome.Healthy($"memcached {Quoted.Of(Encoding.Latin1.GetString(line.Span[8..])).Trim('"')}")
            : line.Span.SequenceEqual("CLIENT_ERROR unauthenticated"u8) ? Outcome.Healthy("memcached, which asks for a password")
            : IsError(line.Span) ? Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(Encoding.Latin1.GetString(line.Span))}")
            : throw reader.Unlike("memcached", line.Span);
    }

    private static bool IsError(ReadOnlySpan<byte> line) =>
        line.SequenceEqual("ERROR"u8) || line.StartsWith("ERROR "u8) || line.StartsWith("CLIENT_ERROR "u8) || line.StartsWith("SERVER_ERROR "u8);
}
