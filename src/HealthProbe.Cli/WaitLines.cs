namespace HealthProbe.Cli;

/// <summary>
/// The lines that a wait prints before its verdict, from the outcomes alone: a line at each change, and what a progress line repeats.
/// </summary>
internal sealed class WaitLines(ProbeSettings settings)
{
    private readonly Dictionary<Target, WaitProgress> _latest = [];

    private bool IsOnly => settings.Targets.Count == 1;

    /// <summary>Adds an attempt.</summary>
    /// <returns>The line, and whether it stays; one that does not is drawn on a terminal only. Null where nothing is printed.</returns>
    public (string Line, bool Stays)? Add(Target target, WaitProgress progress)
    {
        _latest[target] = progress;

        // A wait for one success ends with it, and the verdict says the rest.
        if (progress.Outcome.IsHealthy && settings.Wait.Successes == 1)
        {
            return null;
        }

        bool stays = progress.IsChange || settings.Verbose;
        return stays || IsOnly ? (OutcomeWriter.Progress(IsOnly ? null : target, progress, settings.Wait.Successes), stays) : null;
    }

    /// <summary>A line that only shows that the wait goes on.</summary>
    public string StillWaiting(TimeSpan elapsed, int waiting) => OutcomeWriter.StillWaiting(elapsed, !IsOnly ? $"waiting for {waiting} of {settings.Targets.Count}"
        : _latest.TryGetValue(settings.Targets[0], out WaitProgress latest) ? OutcomeWriter.State(latest, settings.Wait.Successes)
        : "waiting");
}
