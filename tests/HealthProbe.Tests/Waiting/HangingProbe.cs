namespace HealthProbe.Tests.Waiting;

/// <summary>Never answers, and remembers when it was told that the time is over.</summary>
internal sealed class HangingProbe(TimeProvider time) : IProbe
{
    private readonly long _start = time.GetTimestamp();

    public List<TimeSpan> CutAt { get; } = [];

    bool IProbe.NeverBlocks => true;

    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        // It answers inside the call that advances the clock.
        var answer = new TaskCompletionSource<Outcome>();
        cancellationToken.Register(() =>
        {
            CutAt.Add(time.GetElapsedTime(_start));
            answer.SetResult(Outcome.Unhealthy(Reason.Timeout, "no answer"));
        });
        return new(answer.Task);
    }
}
