using System.Text;
using System.Text.Json;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when the server introduces itself with INFO, as every NATS server does unasked; nothing is sent, so one that requires TLS or a password is healthy too.</summary>
/// <param name="target">A <c>nats://</c> target.</param>
/// <param name="options">Nothing of it.</param>
public sealed class NatsProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const int LongestLine = 8192;

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        var reader = new ByteReader(stream);
        ReadOnlyMemory<byte> line = await reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
        return line.Span.StartsWith("INFO "u8) ? Judge(line[5..], reader)
            : line.Span.StartsWith("-ERR "u8) ? Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(Encoding.Latin1.GetString(line.Span[5..].Trim("' "u8)))}")
            : throw reader.Unlike("NATS", line.Span);
    }

    private static Outcome Judge(ReadOnlyMemory<byte> info, ByteReader reader)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(info);
            JsonElement root = document.RootElement;
            bool isLeaving = root.TryGetProperty("ldm", out JsonElement lameDuck) && lameDuck.ValueKind == JsonValueKind.True;
            return isLeaving
                ? Outcome.Unhealthy(Reason.NotReady, "lame duck mode: the server is shutting down")
                : Outcome.Healthy(root.TryGetProperty("version", out JsonElement version) ? $"NATS {Quoted.Of(version.ToString()).Trim('"')}" : "NATS");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw reader.Unlike("NATS", info.Span);
        }
    }
}
