namespace HealthProbe.Tests.Waiting;

/// <summary>Answers what a test wrote down for that moment, at once.</summary>
internal sealed class ScriptedProbe(TimeProvider time, Func<TimeSpan, Outcome> answer) : IProbe
{
    private readonly long _start = time.GetTimestamp();

    public List<TimeSpan> AskedAt { get; } = [];

    bool IProbe.NeverBlocks => true;

    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        AskedAt.Add(time.GetElapsedTime(_start));
        return new(answer(AskedAt[^1]));
    }
}
