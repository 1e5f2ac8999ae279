using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>Decides when a dependency is checked again: soon to confirm a change, less often while it is down, or on its period.</summary>
internal static class CircuitBreaker
{
    // A change is confirmed within seconds, though the period may be long.
    private static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(1);

    // A longer pause would be how long a recovery stays unnoticed.
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(10);

    /// <summary>Whether the number of failures in a row opens the circuit: as many as turn the dependency down.</summary>
    public static bool IsOpen(DependencySettings settings, int failures) => settings.BacksOff && failures >= settings.Failures;

    /// <summary>Returns the time from the start of the last attempt to the start of the next one.</summary>
    public static TimeSpan GetDelay(DependencySettings settings, DependencyState state)
    {
        TimeSpan period = settings.Period;
        if (state.IsUnconfirmed)
        {
            return period < Confirmation ? period : Confirmation;
        }

        if (!IsOpen(settings, state.Failures) || period >= MaxBackoff)
        {
            return period;
        }

        double doubled = Math.ScaleB(1, Math.Min(state.Failures - settings.Failures + 1, 20));
        return period * doubled < MaxBackoff ? period * doubled : MaxBackoff;
    }
}
