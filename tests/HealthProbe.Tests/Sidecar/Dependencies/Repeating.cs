namespace HealthProbe.Tests.Sidecar.Dependencies;

/// <summary>Gives the answers of a list, one an attempt, the last one for ever; each takes its time by the test's clock.</summary>
internal sealed class Repeating(TimeProvider time, TimeSpan duration, params Outcome[] answers) : IProbe
{
    private int _running;

    public List<TimeSpan> AskedAt { get; } = [];

    public int MostAtOnce { get; private set; }

    public async ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        AskedAt.Add(TimeSpan.FromTicks(time.GetTimestamp()));
        MostAtOnce = Math.Max(MostAtOnce, ++_running);
        if (duration > TimeSpan.Zero)
        {
            await Task.Delay(duration, time, CancellationToken.None).ConfigureAwait(false);
        }

        _running--;
        return answers[Math.Min(AskedAt.Count, answers.Length) - 1];
    }
}
