namespace HealthProbe.IntegrationTests;

internal static class Requirement
{
    /// <summary>
    /// Why a test is skipped, or null to run it: always where everything is required, so that what is missing there is a failure.
    /// </summary>
    public static string? Skip(bool isMet, string reason) =>
        isMet || Environment.GetEnvironmentVariable("HEALTHPROBE_REQUIRE_ALL") == "1" ? null : reason;
}
