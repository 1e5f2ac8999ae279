using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>Dependencies as a user could have written them, asked once in a test.</summary>
internal static class SomeDependency
{
    public static DependencySettings At(string url)
    {
        Target.TryParse(url, out Target? target, out string? mistake).Should().BeTrue(mistake);
        return new DependencySettings { Name = "database", Target = target!.ToString(), Probe = ProbeFactory.Create(target), Period = TimeSpan.FromHours(1) };
    }

    public static DependencySettings Answering(IProbe probe) => new() { Name = "database", Target = "tcp://db:5432", Probe = probe, Period = TimeSpan.FromHours(1) };
}
