namespace HealthProbe.Protocols.Redis;

internal static class RedisProtocol
{
    public const string Name = "Redis";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("redis", 6379), new("rediss", 6379) { IsTls = true }, new("valkey", 6379), new("valkeys", 6379) { IsTls = true }],
        Shape = TargetShape.Url,
        HealthyWhen = "the server responds to PING, even with access denied",
        CreateProbe = static check => new ExchangeProbe(check, static () => new RedisExchange()),
    };
}
