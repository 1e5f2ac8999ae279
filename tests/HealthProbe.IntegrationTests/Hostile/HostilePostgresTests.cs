namespace HealthProbe.IntegrationTests.Hostile;

public class HostilePostgresTests() : HostileServerTests("postgres")
{
    protected override ReadOnlyMemory<byte> Answer { get; } = (byte[])[(byte)'R', 0, 0, 0, 23, 0, 0, 0, 10, .. "SCRAM-SHA-256\0\0"u8];

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } =
        ((byte[])[(byte)'R', 0, 0, 0, 8, 0, 0, 0, 0], (byte[])[(byte)'S', 0, 0, 0, 8, (byte)'a', 0, (byte)'b', 0]);
}
