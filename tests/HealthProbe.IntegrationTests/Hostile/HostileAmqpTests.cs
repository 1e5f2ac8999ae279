namespace HealthProbe.IntegrationTests.Hostile;

public class HostileAmqpTests() : HostileServerTests("amqp");
