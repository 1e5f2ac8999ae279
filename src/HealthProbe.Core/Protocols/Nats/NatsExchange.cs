using System.Text;
using System.Text.Json;

namespace HealthProbe.Protocols.Nats;

/// <summary>
/// Receives INFO, which every NATS server sends first. Nothing is sent, so a server that requires TLS or a password is healthy too.
/// </summary>
internal sealed class NatsExchange : IExchange
{
    private const int MaxLineBytes = 8192;

    public ReadOnlyMemory<byte> Opening => default;

    public string WaitingFor => "INFO";

    public Step Next(ReceiveBuffer received) => received.Span is [not ((byte)'I' or (byte)'-'), ..] ? Step.Unexpected(NatsProtocol.Name)
        : !received.TryReadLine(MaxLineBytes, out ReadOnlySpan<byte> line) ? Step.Read
        : line.StartsWith("-ERR "u8) ? Step.Complete(Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(Encoding.Latin1.GetString(line[5..].Trim("' "u8)))}"))
        : line.StartsWith("INFO "u8) && EvaluateInfo(line[5..]) is Outcome outcome ? Step.Complete(outcome)
        : Step.Unexpected(NatsProtocol.Name, line);

    // Null if it is not a JSON object.
    private static Outcome? EvaluateInfo(ReadOnlySpan<byte> info)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(info.ToArray());
            JsonElement root = document.RootElement;
            bool isLameDuck = root.TryGetProperty("ldm", out JsonElement lameDuck) && lameDuck.ValueKind == JsonValueKind.True;
            return isLameDuck
                ? Outcome.Unhealthy(Reason.NotReady, "lame duck mode: the server is shutting down")
                : Outcome.Healthy(root.TryGetProperty("version", out JsonElement version) ? $"NATS {Quoted.Of(version.ToString()).Trim('"')}" : "NATS");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
