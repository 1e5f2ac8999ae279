namespace HealthProbe.Tests;

/// <summary>An application's own probe that blocks its thread, or never completes, whatever its token says.</summary>
internal sealed class StuckProbe(bool blocks, ManualResetEventSlim release) : IProbe
{
    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (!blocks)
        {
            return new(new TaskCompletionSource<Outcome>().Task);
        }

        release.Wait(CancellationToken.None);
        return new(Outcome.Healthy());
    }
}
