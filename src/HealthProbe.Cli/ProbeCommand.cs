using HealthProbe.Transport;
using HealthProbe.Transport.Dns;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Cli;

/// <summary>Probes the targets and returns the exit code.</summary>
internal static class ProbeCommand
{
    // Standard streams, the runtime, files that are read: what a process needs besides its connections.
    private const int OwnDescriptors = 48;
    private const int MaxConcurrency = 960;

    public static int Run(ProbeSettings settings)
    {
        if (!Probe(settings))
        {
            return ExitCode.Unhealthy;
        }

        return settings.Command.Count == 0 ? ExitCode.Healthy : Replacement.Run(settings.Command);
    }

    private static bool Probe(ProbeSettings settings)
    {
        using var loop = new PollLoop();
        var transport = new PollTransport(loop, new NameResolver()) { Established = ResumedStream.FromFastPath(loop) };
        settings = settings with { Probe = settings.Probe with { Transport = transport } };
        if (settings.IsWait)
        {
            return Wait(settings, loop);
        }

        using SignalSource? signals = InitProcess.EndOnSignals(loop);
        return settings.Targets is [Target only] ? ProbeOnce(only, settings, loop) : ProbeAll(settings, loop, static () => { }, CancellationToken.None);
    }

    private static bool ProbeOnce(Target target, ProbeSettings settings, PollLoop loop)
    {
        var prober = new Prober(loop)
        {
            MaxLatency = settings.MaxLatency,
            Invert = settings.Invert,
            StartedAt = FastPath.Handover.StartedAt is not 0 and long start ? start : null,
        };
        Outcome outcome = loop.Run(prober.ProbeAsync(ProbeFactory.Create(target, settings.Probe), settings.Wait.Timeout));
        if (!settings.IsSilentAbout(outcome))
        {
            new Report(settings, loop).Answer(target, new WaitResult(outcome, outcome.Elapsed, 1, []));
        }

        return outcome.IsHealthy;
    }

    private static bool Wait(ProbeSettings settings, PollLoop loop)
    {
        var interruption = new Interruption(loop);
        bool isHealthy;
        using (interruption)
        {
            if (Environment.ProcessId == 1)
            {
                interruption.Start();
            }

            isHealthy = ProbeAll(settings, loop, interruption.Start, interruption.Token);
        }

        interruption.EndBySignal();
        return isHealthy;
    }

    private static bool ProbeAll(ProbeSettings settings, PollLoop loop, Action onAttempt, CancellationToken interrupted)
    {
        using var limit = new ConcurrencyLimit(Math.Clamp(LinuxSocket.MaxDescriptors - OwnDescriptors, 1, MaxConcurrency), loop);
        var prober = new Prober(loop) { MaxLatency = settings.MaxLatency, Invert = settings.Invert, ConcurrencyLimit = limit };
        return loop.Run(new ProbeRun(settings, prober, loop, onAttempt).RunAsync(interrupted));
    }
}
