namespace HealthProbe.Protocols.Nats;

internal static class NatsProtocol
{
    public const string Name = "NATS";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("nats", 4222)],
        HealthyWhen = "the server sends INFO",
        CreateProbe = static check => new ExchangeProbe(check, static () => new NatsExchange()),
    };
}
