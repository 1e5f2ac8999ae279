using HealthProbe.Network;

namespace HealthProbe.Cli;

/// <summary>Asks the targets and answers with the exit code.</summary>
internal static class ProbeCommand
{
    // Standard streams, the event loop, files that are read: what a process needs besides its connections. Without one left, a runtime cannot even start a thread.
    private const int OwnDescriptors = 48;
    private const int MostPlaces = 960;

    public static int Run(ProbeSettings settings)
    {
        // One question needs no event loop and no thread.
        bool isHealthy = settings is { Targets: [Target only], IsWait: false } ? AskOnce(only, settings) : AskAllAsync(settings).GetAwaiter().GetResult();
        if (!isHealthy)
        {
            return ExitCode.Unhealthy;
        }

        return settings.Command.Count == 0 ? ExitCode.Healthy : Replacement.Run(settings.Command);
    }

    private static bool AskOnce(Target target, ProbeSettings settings)
    {
        var prober = new Prober { MaxLatency = settings.MaxLatency, Invert = settings.Invert };
        Outcome outcome = prober.Probe(ProbeFactory.Create(target, settings.Probe), settings.Wait.Timeout);
        if (!settings.IsSilentAbout(outcome))
        {
            new Report(settings).Answer(target, new WaitResult(outcome, outcome.Elapsed, 1, []));
        }

        return outcome.IsHealthy;
    }

    private static async Task<bool> AskAllAsync(ProbeSettings settings)
    {
        int places = OperatingSystem.IsLinux() ? Math.Clamp(LinuxSocket.MostDescriptors - OwnDescriptors, 1, MostPlaces) : MostPlaces;
        using var slots = new SemaphoreSlim(places);
        using IDisposable signals = InitProcess.EndOnSignals();
        var prober = new Prober { MaxLatency = settings.MaxLatency, Invert = settings.Invert, Places = slots };
        return await new ProbeRun(settings, prober).RunAsync().ConfigureAwait(false);
    }
}
