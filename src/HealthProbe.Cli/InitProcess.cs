using System.Runtime.InteropServices;

namespace HealthProbe.Cli;

/// <summary>Signals end a process by themselves, unless it is the first of its container: the kernel then ignores those that it does not ask for.</summary>
internal static class InitProcess
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    /// <summary>Makes SIGINT and SIGTERM end this process at once with the usual exit code, where nothing else does.</summary>
    public static IDisposable EndOnSignals() => Environment.ProcessId == 1 ? new Registrations() : new NoRegistration();

    private sealed class Registrations : IDisposable
    {
        private readonly PosixSignalRegistration _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(128 + Interrupt));
        private readonly PosixSignalRegistration _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(128 + Terminate));

        public void Dispose()
        {
            _interrupt.Dispose();
            _terminate.Dispose();
        }
    }

    private sealed class NoRegistration : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
