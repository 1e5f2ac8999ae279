namespace HealthProbe.IntegrationTests.Hostile;

public class HostilePostgresTests() : HostileServerTests("postgres");
