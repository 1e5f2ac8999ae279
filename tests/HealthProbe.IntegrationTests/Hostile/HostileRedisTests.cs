namespace HealthProbe.IntegrationTests.Hostile;

public class HostileRedisTests() : HostileServerTests("redis");
