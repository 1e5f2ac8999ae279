namespace HealthProbe.IntegrationTests;

/// <summary>The two ways to ask, which must agree.</summary>
public enum Way
{
    OnTheCallingThread,
    Asynchronously,
}
