using System.Globalization;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when CONNECT is answered by CONNACK of any code (MQTT 3.1.1, sections 3.1 and 3.2): a broker that asks for a password serves.</summary>
/// <param name="target">An <c>mqtt://</c> or <c>mqtts://</c> target.</param>
/// <param name="options">How TLS is verified.</param>
public sealed class MqttProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private const byte Connack = 0x20;

    // A clean session, alive for 60 s, and no name: a name of our own would throw out another probe that has it too.
    private static readonly byte[] Connect = [0x10, 12, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 0];

    private protected override ReadOnlyMemory<byte> Goodbye { get; } = new byte[] { 0xE0, 0 };

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Connect, cancellationToken).ConfigureAwait(false);
        var reader = new ByteReader(stream);
        byte[] answer = new byte[4];
        await reader.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        return answer is [Connack, 2, 0 or 1, byte code]
            ? Outcome.Healthy(code == 0 ? "connection accepted" : string.Create(CultureInfo.InvariantCulture, $"connection refused by the broker with code {code}"))
            : throw reader.Unlike("MQTT", answer);
    }
}
