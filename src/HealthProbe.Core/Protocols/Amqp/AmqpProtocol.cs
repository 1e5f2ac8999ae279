namespace HealthProbe.Protocols.Amqp;

internal static class AmqpProtocol
{
    public const string Name = "AMQP 0-9-1";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("amqp", 5672), new("amqps", 5671) { IsTls = true }],
        Shape = TargetShape.Url,
        HealthyWhen = "the broker responds with Connection.Start",
        CreateProbe = static check => new ExchangeProbe(check, static () => new AmqpExchange()),
    };
}
