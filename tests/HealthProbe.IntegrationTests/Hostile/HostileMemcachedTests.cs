namespace HealthProbe.IntegrationTests.Hostile;

public class HostileMemcachedTests() : HostileServerTests("memcached");
