namespace HealthProbe.IntegrationTests.Hostile;

public class HostileMqttTests() : HostileServerTests("mqtt");
