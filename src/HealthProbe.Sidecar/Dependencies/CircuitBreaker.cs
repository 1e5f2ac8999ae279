using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>How long a dependency is left in peace: with each failure from the one that opens the circuit, the period doubles.</summary>
internal static class CircuitBreaker
{
    private const int MostDoublings = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Whether so many failures in a row open the circuit: as many as would turn it down.</summary>
    public static bool IsOpen(DependencySettings settings, int failures) => settings.BacksOff && failures >= settings.Failures;

    /// <summary>From the beginning of one attempt to that of the next: at most eight periods or a minute, and never less than the period.</summary>
    /// <param name="settings">The dependency.</param>
    /// <param name="failures">How many failures in a row it has had.</param>
    public static TimeSpan Wait(DependencySettings settings, int failures)
    {
        if (!IsOpen(settings, failures))
        {
            return settings.Period;
        }

        TimeSpan backedOff = settings.Period * (1 << Math.Min(failures - settings.Failures + 1, MostDoublings));
        return backedOff < Longest ? backedOff : settings.Period > Longest ? settings.Period : Longest;
    }
}
