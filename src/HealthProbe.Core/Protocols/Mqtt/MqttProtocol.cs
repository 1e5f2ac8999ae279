namespace HealthProbe.Protocols.Mqtt;

internal static class MqttProtocol
{
    public const string Name = "MQTT";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("mqtt", 1883), new("mqtts", 8883) { IsTls = true }],
        HealthyWhen = "the broker responds to CONNECT, even with access denied",
        CreateProbe = static check => new ExchangeProbe(check, static () => new MqttExchange()),
    };
}
