using System.Runtime.InteropServices;

namespace HealthProbe.Executable;

/// <summary>Holds the places of standard streams that are closed. The next file or connection would get such a place, and with it the log.</summary>
internal static partial class StandardDescriptors
{
    private const int Last = 2;
    private const int GetDescriptorFlags = 1;
    private const int FamilyUnix = 1;
    private const int TypeDatagram = 2;

    /// <summary>To be called before anything is opened. What is written to a place that was closed is lost.</summary>
    public static void Hold()
    {
        for (int i = 0; i <= Last; i++)
        {
            if (fcntl(i, GetDescriptorFlags) < 0)
            {
                // The lowest number that is free, so this one. A socket needs no file, and an image may have none, not even /dev/null.
                _ = socket(FamilyUnix, TypeDatagram, 0);
            }
        }
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);

    [LibraryImport("libc")]
    private static partial int socket(int family, int type, int protocol);
}
