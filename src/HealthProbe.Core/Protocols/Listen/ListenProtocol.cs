namespace HealthProbe.Protocols.Listen;

internal static class ListenProtocol
{
    public static Protocol Definition { get; } = new()
    {
        Name = "Listening socket",
        Schemes = [new("listen", Target.DefaultPort)],
        HealthyWhen = "a socket listens there and its queue is not full (Linux)",
        Forms = "listen://host:port",
        TakesPortAlone = true,
        IsOfApplications = true,
        CreateProbe = static check => new ListenProbe(check.Target, check.Options),
    };
}
