namespace HealthProbe.Tests;

/// <summary>An application's own probe that throws three times, and is healthy then.</summary>
internal sealed class FailingProbe(bool isAsynchronous) : IProbe
{
    private int _attempts;

    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken) => ++_attempts > 3 ? new(Outcome.Healthy())
        : isAsynchronous ? ValueTask.FromException<Outcome>(new InvalidTimeZoneException())
        : throw new InvalidTimeZoneException();
}
