#if STATIC_GLIBC
using System.Runtime.InteropServices;
#endif

namespace HealthProbe.Network;

/// <summary>What a fully static glibc binary needs to be told.</summary>
internal static partial class StaticGlibc
{
#if STATIC_GLIBC
    /// <summary>Looks names up in /etc/hosts and by DNS only: any other module that nsswitch.conf names would have to be loaded, which a static binary cannot.</summary>
    public static void ConfigureNameService() => _ = ConfigureLookup("hosts", "files dns");

    [LibraryImport("libc", EntryPoint = "__nss_configure_lookup", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ConfigureLookup(string database, string services);
#else
    /// <summary>Nothing to do: the system's own resolver is used as it is configured.</summary>
    public static void ConfigureNameService()
    {
    }
#endif
}
