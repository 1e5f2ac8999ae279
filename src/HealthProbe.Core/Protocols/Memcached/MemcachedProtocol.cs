namespace HealthProbe.Protocols.Memcached;

internal static class MemcachedProtocol
{
    public const string Name = "memcached";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("memcached", 11211)],
        HealthyWhen = "the server responds with its version",
        CreateProbe = static check => new ExchangeProbe(check, static () => new MemcachedExchange()),
    };
}
