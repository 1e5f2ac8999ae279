namespace HealthProbe.IntegrationTests.Hostile;

public class HostileRedisTests() : HostileServerTests("redis")
{
    protected override ReadOnlyMemory<byte> Answer { get; } = "+PONG\r\n"u8.ToArray();

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } = ("-ERR "u8.ToArray(), "endless "u8.ToArray());
}
