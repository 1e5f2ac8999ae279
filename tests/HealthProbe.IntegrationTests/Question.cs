namespace HealthProbe.IntegrationTests;

internal static class Question
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task<Outcome> AskAsync(Way way, string target) => AskAsync(way, target, Patience);

    public static Task<Outcome> AskAsync(Way way, string target, TimeSpan timeout) => AskAsync(way, ProbeOf(target), timeout);

    private static Task<Outcome> AskAsync(Way way, IProbe probe, TimeSpan timeout) => way == Way.Asynchronously
        ? new Prober().ProbeAsync(probe, timeout)
        : Task.Factory.StartNew(
            () => new Prober().Probe(probe, timeout), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task<Outcome> AskAsync(Way way, string target, ProbeOptions options) => AskAsync(way, ProbeOf(target, options), Patience);

    public static IProbe ProbeOf(string target) => ProbeOf(target, new ProbeOptions());

    private static IProbe ProbeOf(string target, ProbeOptions options) =>
        Target.TryParse(target, out Target? parsed, out string? mistake) ? ProbeFactory.Create(parsed, options) : throw new ArgumentException(mistake, nameof(target));
}
