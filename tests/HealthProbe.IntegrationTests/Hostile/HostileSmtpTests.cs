namespace HealthProbe.IntegrationTests.Hostile;

public class HostileSmtpTests() : HostileServerTests("smtp");
