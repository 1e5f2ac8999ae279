namespace HealthProbe.IntegrationTests;

internal static class Question
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task<Outcome> AskAsync(Way way, string target) => AskAsync(way, target, Patience);

    public static Task<Outcome> AskAsync(Way way, string target, TimeSpan timeout) => AskAsync(way, ProbeOf(target), timeout);

    public static Task<Outcome> AskAsync(Way way, string target, ProbeOptions options) => AskAsync(way, ProbeOf(target, options), Patience);

    public static Task<Outcome> AskAsync(Way way, IProbe probe, TimeSpan timeout) => way == Way.Asynchronously
        ? new Prober().ProbeAsync(probe, timeout)
        : Task.Factory.StartNew(() => new Prober().Probe(probe, timeout), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static IProbe ProbeOf(string target, ProbeOptions? options = null) => Target.TryParse(target, out Target? parsed, out string? mistake)
        ? ProbeFactory.Create(parsed, options ?? new ProbeOptions())
        : throw new ArgumentException(mistake, nameof(target));
}
