namespace HealthProbe.Protocols.Ssh;

internal static class SshProtocol
{
    public const string Name = "SSH";

    public static Protocol Definition { get; } = new()
    {
        Name = Name,
        Schemes = [new("ssh", 22), new("sftp", 22)],
        Shape = TargetShape.Url,
        HealthyWhen = "the server sends its identification",
        CreateProbe = static check => new ExchangeProbe(check, static () => new SshExchange()),
    };
}
