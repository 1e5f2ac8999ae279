namespace HealthProbe.Protocols;

/// <summary>What a protocol does with options; an option that no target can use is a usage error.</summary>
[Flags]
internal enum OptionUse
{
    None = 0,

    /// <summary>The rest of an HTTP request, and what its response must be.</summary>
    Http = 1,

    /// <summary>The parts of an HTTP request that gRPC has too: headers, a user, a Unix socket in place of host and port.</summary>
    Request = 2,

    /// <summary>How TLS is verified. A definition does not name it: its schemes do, and <see cref="Protocol.UsesTls"/>.</summary>
    Tls = 4,

    /// <summary>What is sent, and what the response must contain.</summary>
    Text = 8,

    /// <summary>The age of a file.</summary>
    Age = 16,
}
