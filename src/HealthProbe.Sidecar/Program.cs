using System.ComponentModel;
using System.Runtime.InteropServices;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar;

internal static class Program
{
    // Kept as long as the process: a signal may come at any moment of it, also the last.
    private static readonly CancellationTokenSource Stop = new();
    private static readonly CancellationTokenSource Hurry = new();
    private static PosixSignalRegistration[] _signals = [];
    private static volatile Sidecar? _sidecar;
    private static volatile bool _readsSettings = true;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            StandardDescriptors.Hold();
            _signals =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
                PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, Ignore),
            ];
            SettingsResult settings = SettingsReader.Read(args, Environment.GetEnvironmentVariable);
            _readsSettings = false;
            switch (settings)
            {
                case SettingsResult.Run run:
                    return await RunAsync(run.Settings).ConfigureAwait(false);

                case SettingsResult.Print print:
                    StandardStream.Output.WriteLine(print.Text);
                    return 0;

                case SettingsResult.Mistake mistake:
                    StandardStream.Error.WriteLine($"healthprobe-sidecar: {mistake.Text}");
                    return 1;

                default:
                    throw new InvalidOperationException();
            }
        }
        catch (StartException e)
        {
            StandardStream.Error.WriteLine($"healthprobe-sidecar: {e.Message}");
            return 1;
        }
        catch (Exception e) when (IsLackOfThreads(e))
        {
            StandardStream.Error.WriteLine($"healthprobe-sidecar: {LackOfThreads.Text}");
            return 1;
        }
#pragma warning disable CA1031 // The last line of defence catches everything, once.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // One line that can be searched for, not a stack trace.
            StandardStream.Error.WriteLine($"healthprobe-sidecar: internal error: {e.GetType().Name}");
            return 1;
        }
    }

    private static async Task<int> RunAsync(SidecarSettings settings)
    {
        Sidecar sidecar = await Sidecar.StartAsync(settings, TimeProvider.System, Console.OpenStandardOutput()).ConfigureAwait(false);
        await using (sidecar.ConfigureAwait(false))
        {
            _sidecar = sidecar;
            StartupPages.Release();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sidecar.DrainAsync(Hurry.Token).ConfigureAwait(false);
        }

        return 0;
    }

    // The first asks it to leave, the second to leave now.
    private static void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_readsSettings)
        {
            // The main thread may wait for a pipe, or for a file on a mount that hangs: nothing was started that has to be ended.
            Environment.Exit(0);
        }

        (Stop.IsCancellationRequested ? Hurry : Stop).Cancel();
    }

    // Many programs read their settings again at SIGHUP; its default action would end the process.
    private static void Ignore(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _sidecar?.IgnoreHangup();
    }

    // The thread that hears signals fails in two ways, by the place where it does.
    private static bool IsLackOfThreads(Exception e) => e.GetBaseException() switch
    {
        OutOfMemoryException or Win32Exception => true,
        IOException => e is TypeInitializationException,
        _ => false,
    };
}
