namespace HealthProbe.IntegrationTests.Hostile;

public class HostileSmtpTests() : HostileServerTests("smtp")
{
    protected override ReadOnlyMemory<byte> Answer { get; } = "220-mail.example.com\r\n220 ready\r\n"u8.ToArray();

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } = ("220-"u8.ToArray(), "endless\r\n220-"u8.ToArray());
}
