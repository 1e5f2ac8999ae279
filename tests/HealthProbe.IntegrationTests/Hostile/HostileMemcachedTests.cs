namespace HealthProbe.IntegrationTests.Hostile;

public class HostileMemcachedTests() : HostileServerTests("memcached")
{
    protected override ReadOnlyMemory<byte> Answer { get; } = "VERSION 1.6.18\r\n"u8.ToArray();

    protected override (ReadOnlyMemory<byte> Beginning, ReadOnlyMemory<byte> Repeated) Endless { get; } = ("VERSION "u8.ToArray(), "endless "u8.ToArray());
}
