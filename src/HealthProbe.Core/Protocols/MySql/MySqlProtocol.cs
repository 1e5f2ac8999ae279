namespace HealthProbe.Protocols.MySql;

internal static class MySqlProtocol
{
    public const string Name = "MySQL";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("mysql", 3306), new("mariadb", 3306)],
        Shape = TargetShape.Url,
        HealthyWhen = "the server responds to a login, even with access denied",
        CreateProbe = static check => new ExchangeProbe(check, static () => new MySqlExchange()),
    };
}
