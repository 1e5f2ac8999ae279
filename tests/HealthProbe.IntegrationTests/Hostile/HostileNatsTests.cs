namespace HealthProbe.IntegrationTests.Hostile;

public class HostileNatsTests() : HostileServerTests("nats")
{
    protected override ReadOnlyMemory<byte> Answer { get; } = "INFO {\"version\":\"2.9.10\",\"tls_required\":true}\r\n"u8.ToArray();

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } = ("INFO {"u8.ToArray(), "endless "u8.ToArray());
}
