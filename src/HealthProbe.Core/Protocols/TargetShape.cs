namespace HealthProbe.Protocols;

/// <summary>What follows the scheme of a target.</summary>
internal enum TargetShape
{
    /// <summary><c>host:port</c>; a path is a usage error.</summary>
    HostAndPort,

    /// <summary><c>host:port/path?query</c>.</summary>
    Url,

    /// <summary><c>/path</c> of a file.</summary>
    File,

    /// <summary><c>/path</c> of a Unix socket, which the kernel limits in length.</summary>
    Socket,

    /// <summary><c>/path?query</c>.</summary>
    FileAndQuery,
}
