using HealthProbe.Listening;
using HealthProbe.Network;
using HealthProbe.Transport;
using HealthProbe.Transport.Dns;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Cli;

/// <summary>Keeps a port open until it is told to end; with a target, only while that target is healthy.</summary>
internal static class ListenCommand
{
    public static int Run(ListenSettings settings)
    {
        using var loop = new PollLoop();
        using var signals = new SignalSource(loop);
        var transport = new PollTransport(loop, new NameResolver());
        using var listener = new HealthListener(settings.Host, settings.Port, null, loop, transport) { IsHealthy = settings.While is null };
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
#pragma warning disable CA2025 // What is left when the signal comes does not go on: the loop has ended.
        loop.Run(RunAsync(signals, settings, listener, transport, loop));
#pragma warning restore CA2025
        return ExitCode.Healthy;
    }

    // Until a signal.
    private static async Task RunAsync(
        SignalSource signals, ListenSettings settings, HealthListener listener, NetworkTransport transport, TimeProvider time)
    {
        Task signal = signals.ReceiveAsync(CancellationToken.None);
        Task ended = settings.While is Target target
            ? await Task.WhenAny(signal, FollowAsync(target, settings, listener, transport, time)).ConfigureAwait(false)
            : signal;
        await ended.ConfigureAwait(false);
    }

    private static async Task FollowAsync(
        Target target, ListenSettings settings, HealthListener listener, NetworkTransport transport, TimeProvider time)
    {
        var prober = new Prober(time);
        IProbe probe = ProbeFactory.Create(target, new ProbeOptions { Transport = transport, Tls = SystemTrustStore.CreateOptions(new Deadline(settings.Timeout, time)) });
        (Reason Reason, ListenerState State)? before = null;
        while (true)
        {
            Outcome outcome = await prober.ProbeAsync(probe, settings.Timeout).ConfigureAwait(false);
            listener.IsHealthy = outcome.IsHealthy;
            (Reason Reason, ListenerState State) now = (outcome.Reason, listener.State);
            if (now != before)
            {
                StandardStream.Output.WriteLine(Line(target, outcome, now.State));
            }

            before = now;
            await Task.Delay(settings.Interval, time).ConfigureAwait(false);
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
