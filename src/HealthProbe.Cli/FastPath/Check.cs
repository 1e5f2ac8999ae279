namespace HealthProbe.Cli.FastPath;

/// <summary>What the arguments ask for: a socket address, and the request if there is one.</summary>
internal unsafe struct Check
{
    /// <summary>The size of the largest address, <c>sockaddr_un</c>.</summary>
    public const int MaxAddressBytes = 110;

    /// <summary>The timeout, in nanoseconds, until an option gives another: one second.</summary>
    public const long DefaultTimeout = 1_000_000_000;

    /// <summary>AF_INET, AF_INET6 or AF_UNIX.</summary>
    public int Family;

    /// <summary>The bytes of the address that count.</summary>
    public int AddressLength;

    /// <summary>The timeout in nanoseconds.</summary>
    public long Timeout;

    /// <summary>When the attempt began, by the monotonic clock in nanoseconds.</summary>
    public long StartedAt;

    /// <summary>What happens over the connection.</summary>
    public CheckKind Kind;

    /// <summary>The bytes to send; empty if the connection is enough.</summary>
    public Text Request;

    /// <summary>A <c>sockaddr_in</c>, <c>sockaddr_in6</c> or <c>sockaddr_un</c>.</summary>
    public fixed byte Address[MaxAddressBytes];
}
