using System.Runtime.InteropServices;
using System.Text;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Cli;

/// <summary>
/// Puts a command in this process's place: same pid, environment and standard streams, so that signals and the exit code are its own.
/// </summary>
internal static unsafe class Replacement
{
    private const int SignalPipe = 13;
    private const int NoSuchFile = 2;
    private const int NotPermitted = 13;

    /// <summary>Returns only when the command could not be started.</summary>
    public static int Run(IReadOnlyList<string> command)
    {
        byte[][] words = [.. command.Select(word => Encoding.UTF8.GetBytes(word + '\0'))];
        GCHandle[] pins = Array.ConvertAll(words, word => GCHandle.Alloc(word, GCHandleType.Pinned));
        nint* arguments = stackalloc nint[words.Length + 1];
        for (int i = 0; i < pins.Length; i++)
        {
            arguments[i] = pins[i].AddrOfPinnedObject();
        }

        // The runtime ignores SIGPIPE, and what is ignored stays so in the command.
        _ = Libc.signal(SignalPipe, 0);
        SystemTrustStore.RestoreVariables();
        _ = Libc.execvp(arguments[0], arguments);
        string why = Marshal.GetLastPInvokeError() switch
        {
            NoSuchFile => "there is no such command",
            NotPermitted => "it may not be executed",
            int error => $"error {error}",
        };
        StandardStream.Error.WriteLine($"healthprobe: cannot run {Quoted.Of(command[0])}: {why}");
        return ExitCode.Unhealthy;
    }
}
