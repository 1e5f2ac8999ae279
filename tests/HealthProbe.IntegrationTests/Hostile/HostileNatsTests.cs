namespace HealthProbe.IntegrationTests.Hostile;

public class HostileNatsTests() : HostileServerTests("nats");
