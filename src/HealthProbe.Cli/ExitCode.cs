namespace HealthProbe.Cli;

/// <summary>
/// The only two numbers this program ends with. Docker reserves 2, so nothing else is ever returned: docs/decisions/0002.
/// </summary>
internal static class ExitCode
{
    public const int Healthy = 0;
    public const int Unhealthy = 1;
}
