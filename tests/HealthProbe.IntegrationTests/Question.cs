using HealthProbe.Transport;
using HealthProbe.Transport.Dns;
using HealthProbe.Transport.Linux;

namespace HealthProbe.IntegrationTests;

internal static class Question
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task<Outcome> AskAsync(Way way, string target) => AskAsync(way, target, Patience);

    public static Task<Outcome> AskAsync(Way way, string target, TimeSpan timeout) => AskAsync(way, ProbeOf(target), timeout);

    public static Task<Outcome> AskAsync(Way way, string target, ProbeOptions options) => AskAsync(way, ProbeOf(target, options), Patience);

    public static Task<Outcome> AskAsync(Way way, IProbe probe, TimeSpan timeout) => RunAsync(way, (_, time) => new Prober(time).ProbeAsync(probe, timeout));

    /// <summary>Asks on the calling thread, because only that one is in a namespace, say.</summary>
    public static Outcome AskHere(Way way, string target) => RunHere(way, (_, time) => new Prober(time).ProbeAsync(ProbeOf(target), Patience));

    public static IProbe ProbeOf(string target, ProbeOptions? options = null) => Target.TryParse(
        target, out Target? parsed, out string? mistake)
        ? ProbeFactory.Create(parsed, (options ?? new ProbeOptions()) with { Transport = ThreadTransport.Instance })
        : throw new ArgumentException(mistake, nameof(target));

    /// <summary>
    /// Runs what uses a transport and nothing else that is asynchronous: on a poll loop with a thread of its own, or on the framework's
    /// threads.
    /// </summary>
    public static Task<T> RunAsync<T>(Way way, Func<NetworkTransport, TimeProvider, Task<T>> action) => way == Way.Asynchronously
        ? Task.Run(() => action(AsyncTransport.Instance, TimeProvider.System))
        : Task.Factory.StartNew(() => RunHere(way, action), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static T RunHere<T>(Way way, Func<NetworkTransport, TimeProvider, Task<T>> action)
    {
        if (way == Way.Asynchronously)
        {
            return action(AsyncTransport.Instance, TimeProvider.System).GetAwaiter().GetResult();
        }

        using var loop = new PollLoop();
        var transport = new PollTransport(loop, new NameResolver());
        ThreadTransport.Use(transport);
        try
        {
            return loop.Run(action(transport, loop));
        }
        finally
        {
            ThreadTransport.Use(null);
        }
    }
}
