using System.Runtime.InteropServices;
using HealthProbe.Listening;

namespace HealthProbe.Cli;

/// <summary>Keeps a port open until it is told to end; with a target, only while that target is healthy.</summary>
internal static class ListenCommand
{
    public static int Run(ListenSettings settings) => RunAsync(settings).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(ListenSettings settings)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var listener = new HealthListener(settings.Host, settings.Port) { IsHealthy = settings.While is null };
        try
        {
            listener.Start();
        }
        catch (IOException e)
        {
            StandardStream.Error.WriteLine($"healthprobe: {e.Message}");
            return ExitCode.Unhealthy;
        }

        string address = ListenAddresses.Written(settings.Host, listener.Port);
        StandardStream.Output.WriteLine($"listening on {address}{(settings.While is Target target ? $" while {target} is healthy" : "")}");
        try
        {
            await (settings.While is null
                ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token)
                : FollowAsync(settings.While, settings, listener, stop.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        return ExitCode.Healthy;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task FollowAsync(Target target, ListenSettings settings, HealthListener listener, CancellationToken stop)
    {
        var prober = new Prober();
        IProbe probe = ProbeFactory.Create(target);
        (Reason Reason, ListenerState State)? before = null;
        while (true)
        {
            Outcome outcome = await prober.ProbeAsync(probe, settings.Timeout, stop).ConfigureAwait(false);
            listener.IsHealthy = outcome.IsHealthy;
            (Reason Reason, ListenerState State) now = (outcome.Reason, listener.State);
            if (now != before)
            {
                StandardStream.Output.WriteLine(Line(target, outcome, now.State));
            }

            before = now;
            await Task.Delay(settings.Interval, TimeProvider.System, stop).ConfigureAwait(false);
        }
    }

    private static string Line(Target target, Outcome outcome, ListenerState state)
    {
        string health = outcome.IsHealthy ? $"{target} is healthy" : $"{target} is unhealthy: {outcome.Detail}";
        return state switch
        {
            ListenerState.Open => $"open: {health}",
            ListenerState.Blocked => $"closed: {health}, but somebody else has taken the port",
            _ => $"closed: {health}",
        };
    }
}
