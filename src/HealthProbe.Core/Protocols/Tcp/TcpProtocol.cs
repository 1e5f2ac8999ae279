namespace HealthProbe.Protocols.Tcp;

internal static class TcpProtocol
{
    /// <summary>The scheme of a target that names none.</summary>
    public const string Scheme = "tcp";

    public static Protocol Definition { get; } = new()
    {
        Name = "TCP",
        Schemes = [new(Scheme, Target.DefaultPort)],
        HealthyWhen = "the connection is accepted",
        Forms = "tcp://host:port, host:port, [::1]:port, :port, port, host",
        Uses = OptionUse.Text,
        TakesPortAlone = true,
        IsOfApplications = true,
        CreateProbe = static check => check.Options.Expect.IsEmpty ? new TcpProbe(check.Target, check.Options) : new ExchangeProbe(check, () => new TextExchange(check.Options)),
    };
}
