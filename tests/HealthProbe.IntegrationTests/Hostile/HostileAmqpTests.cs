namespace HealthProbe.IntegrationTests.Hostile;

public class HostileAmqpTests() : HostileServerTests("amqp")
{
    protected override ReadOnlyMemory<byte> Answer { get; } = (byte[])[1, 0, 0, 0, 0, 0, 18, 0, 10, 0, 10, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xCE];

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } =
        ((byte[])[1, 0, 0, 0, 0, 255, 255], "endless "u8.ToArray());
}
