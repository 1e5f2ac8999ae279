namespace HealthProbe.Cli.FastPath;

/// <summary>What a check does once it has a connection.</summary>
internal enum CheckKind
{
    /// <summary>Nothing: the connection is enough.</summary>
    Connection,

    /// <summary>One HTTP/1.1 request.</summary>
    Http,

    /// <summary>PING.</summary>
    Redis,

    /// <summary>"version", and "quit" at the end.</summary>
    Memcached,
}
