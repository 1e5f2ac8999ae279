using HealthProbe.Transport.Linux;

namespace HealthProbe.Executable;

/// <summary>
/// Holds the places of standard streams that are closed. The next file or connection would get such a place, and with it the log.
/// </summary>
internal static class StandardDescriptors
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
            if (Libc.fcntl(i, GetDescriptorFlags) < 0)
            {
                // The lowest number that is free, so this one. A socket needs no file, and an image may have none, not even /dev/null.
                _ = Libc.socket(FamilyUnix, TypeDatagram, 0);
            }
        }
    }
}
