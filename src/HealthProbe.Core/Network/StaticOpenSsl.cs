#if STATIC_GLIBC
using System.Runtime.InteropServices;
#endif

namespace HealthProbe.Network;

/// <summary>What the OpenSSL in the static binary is kept from doing at every start, done when it is needed.</summary>
internal static partial class StaticOpenSsl
{
#if STATIC_GLIBC
    /// <summary>Finds out which instructions the processor has. OpenSSL itself does it before main, which a probe without TLS would pay for: see docs/decisions/0001.</summary>
    [LibraryImport("libcrypto", EntryPoint = "__real_OPENSSL_cpuid_setup")]
    public static partial void Prepare();
#else
    /// <summary>Nothing to do: a shared OpenSSL has prepared itself.</summary>
    public static void Prepare()
    {
    }
#endif
}
