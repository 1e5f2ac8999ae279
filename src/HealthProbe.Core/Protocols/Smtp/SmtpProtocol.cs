namespace HealthProbe.Protocols.Smtp;

internal static class SmtpProtocol
{
    public const string Name = "SMTP";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("smtp", 25), new("smtps", 465) { IsTls = true }],
        HealthyWhen = "the server sends a greeting of 220",
        CreateProbe = static check => new ExchangeProbe(check, static () => new SmtpExchange()),
    };
}
