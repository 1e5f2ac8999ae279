namespace HealthProbe.IntegrationTests.Hostile;

public class HostileMqttTests() : HostileServerTests("mqtt")
{
    protected override ReadOnlyMemory<byte> Answer { get; } = (byte[])[0x20, 2, 0, 5];

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } = ((byte[])[0x20], "endless "u8.ToArray());
}
