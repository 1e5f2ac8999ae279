namespace HealthProbe;

/// <summary>Sums up the answers of one wait.</summary>
internal sealed class WaitStory
{
    private readonly List<Phase> _phases = [];
    private TimeSpan _since;

    public Outcome Last { get; private set; }

    public int Attempts { get; private set; }

    public void Add(Outcome outcome, TimeSpan elapsed)
    {
        // A phase begins with the end of the one before: the attempt that showed the change is the first of the new one.
        if (Attempts > 0 && outcome.Summary != Last.Summary)
        {
            EndPhase(elapsed);
        }

        Last = outcome;
        Attempts++;
    }

    public WaitResult End(Outcome last, TimeSpan elapsed)
    {
        EndPhase(elapsed);
        return new WaitResult(last, elapsed, Attempts, _phases);
    }

    private void EndPhase(TimeSpan elapsed)
    {
        if (!Last.IsHealthy)
        {
            _phases.Add(new Phase(Last.Summary, elapsed - _since));
        }

        _since = elapsed;
    }
}
