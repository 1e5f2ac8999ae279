namespace HealthProbe.Protocols.Postgres;

internal static class PostgresProtocol
{
    public const string Name = "PostgreSQL";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("postgres", 5432), new("postgresql", 5432)],
        Shape = TargetShape.Url,
        HealthyWhen = "the server accepts connections, as pg_isready checks",
        Forms = "postgres://host, postgresql://host/name?sslmode=require",
        UsesTls = static (target, _) => new PostgresUrl(target).UsesTls,
        TlsExample = "?sslmode=require",
        Validate = static target => new PostgresUrl(target).Error,
        CreateProbe = static check =>
        {
            var url = new PostgresUrl(check.Target);
            return new ExchangeProbe(check with { Options = check.Options with { Tls = url.Apply(check.Options.Tls) } }, () => new PostgresExchange(url));
        },
    };
}
