using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace HealthProbe.IntegrationTests;

/// <summary>A network of its own, with nothing in it but a loopback device, for the one thread that made it.</summary>
internal static unsafe partial class NetworkNamespace
{
    private const string PortRange = "/proc/sys/net/ipv4/ip_local_port_range";
    private const int NewNetwork = 0x40000000;
    private const int FamilyInternet = 2;
    private const int TypeDatagram = 2;
    private const int SetInterfaceFlags = 0x8914;
    private const int InterfaceUp = 0x41;

    public static bool CanBeMade { get; } = OperatingSystem.IsLinux() && IsAllowed();

    /// <summary>Runs in a new namespace where <paramref name="port"/> is the only one that a connection can come from.</summary>
    public static T Run<T>(int port, Func<T> action) => Run(() =>
    {
        File.WriteAllText(PortRange, $"{port} {port}");
        return action();
    });

    /// <summary>Runs in a new namespace, which the processes that it starts are in too.</summary>
    public static T Run<T>(Func<T> action) => OwnThread.Run(Enter, action);

    private static bool IsAllowed()
    {
        try
        {
            return Run(40_000, () => true);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Enter()
    {
        Check(unshare(NewNetwork));
        byte* request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        Encoding.ASCII.GetBytes("lo", new Span<byte>(request, 16));
        *(short*)(request + 16) = InterfaceUp;
        int descriptor = Check(socket(FamilyInternet, TypeDatagram, 0));
        try
        {
            Check(ioctl(descriptor, SetInterfaceFlags, request));
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static int Check(int result) => result < 0 ? throw new Win32Exception(Marshal.GetLastPInvokeError()) : result;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int descriptor, nuint request, byte* argument);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
