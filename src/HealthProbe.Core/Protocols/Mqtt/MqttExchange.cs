namespace HealthProbe.Protocols.Mqtt;

/// <summary>Sends CONNECT without credentials and receives CONNACK (MQTT 3.1.1, sections 3.1 and 3.2).</summary>
internal sealed class MqttExchange : IExchange
{
    private const byte ConnAck = 0x20;

    private static readonly byte[] Disconnect = [0xE0, 0];

    // A clean session, a keep-alive of 60 s, and no client identifier, because the broker would disconnect another client that has the same
    // one.
    public ReadOnlyMemory<byte> Opening { get; } = new byte[] { 0x10, 12, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 0 };

    public string WaitingFor => "response to CONNECT";

    public Step Next(ReceiveBuffer received) => received.Span switch
    {
        [ConnAck, 2, 0 or 1, byte code, ..] => Step.Complete(Evaluate(code), Disconnect),
        [] or [ConnAck] or [ConnAck, 2] or [ConnAck, 2, 0 or 1] => Step.Read,
        _ => Step.Unexpected(MqttProtocol.Name),
    };

    // Table 3.1. A broker that refuses this client accepts others; a broker that is unavailable, or says what no specification lists, does
    // not.
    private static Outcome Evaluate(byte code) => code switch
    {
        0 => Outcome.Healthy("connection accepted"),
        1 => Outcome.Healthy("server is up; access denied: protocol version not accepted"),
        2 => Outcome.Healthy("server is up; access denied: client identifier rejected"),
        3 => Outcome.Unhealthy(Reason.NotReady, "the broker refuses: server unavailable"),
        4 => Outcome.Healthy("server is up; access denied: user name or password required"),
        5 => Outcome.Healthy("server is up; access denied: not authorized"),
        _ => Outcome.Unhealthy(Reason.NotReady, $"the broker refuses: unknown return code {code}"),
    };
}
