namespace HealthProbe.Protocols.Unix;

internal static class UnixProtocol
{
    public static Protocol Definition { get; } = new()
    {
        Name = "Unix socket",
        Schemes = [new("unix")],
        Shape = TargetShape.Socket,
        HealthyWhen = "the connection to the Unix socket is accepted",
        Uses = OptionUse.Text,
        IsOfApplications = true,
        CreateProbe = static check => new ExchangeProbe(check, () => new TextExchange(check.Options)),
    };
}
