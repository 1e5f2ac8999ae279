using HealthProbe.Transport.Linux;

namespace HealthProbe.Cli;

/// <summary>Signals for PID 1. The kernel discards those that the first process of a container neither handles nor blocks.</summary>
internal static class InitProcess
{
    /// <summary>
    /// Lets SIGINT and SIGTERM end PID 1 at once with the exit code that a shell reports for them; null for every other process, which
    /// they end without.
    /// </summary>
    public static SignalSource? EndOnSignals(PollLoop loop)
    {
        if (Environment.ProcessId != 1)
        {
            return null;
        }

        var signals = new SignalSource(loop);
        _ = EndAsync(signals);
        return signals;
    }

    private static async Task EndAsync(SignalSource signals) =>
        Environment.Exit(128 + await signals.ReceiveAsync(CancellationToken.None).ConfigureAwait(false));
}
