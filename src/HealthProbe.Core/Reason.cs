namespace HealthProbe;

/// <summary>
/// Why a target is unhealthy: a closed set, safe to branch on. Printed in lower case with hyphens, such as <c>not-ready</c>.
/// </summary>
public enum Reason
{
    /// <summary>No reason: the target is healthy.</summary>
    None,

    /// <summary>The connection was refused: nothing listens there.</summary>
    Refused,

    /// <summary>No answer within the timeout.</summary>
    Timeout,

    /// <summary>The name could not be looked up.</summary>
    Dns,

    /// <summary>There is no route to the target.</summary>
    Unreachable,

    /// <summary>The connection was closed or reset before the answer was complete.</summary>
    Closed,

    /// <summary>The TLS handshake failed, or the certificate was not accepted.</summary>
    Tls,

    /// <summary>The status code is not one of those that mean healthy.</summary>
    Status,

    /// <summary>The body, or a header, is not what was asked for.</summary>
    Body,

    /// <summary>The answer came, but later than allowed.</summary>
    Slow,

    /// <summary>The answer is not of the protocol that was spoken.</summary>
    Protocol,

    /// <summary>The server answers, and says that it is not ready.</summary>
    NotReady,

    /// <summary>What was asked for does not exist.</summary>
    Missing,

    /// <summary>It exists, and is older than allowed.</summary>
    Stale,

    /// <summary>The server listens, and its queue of connections is full.</summary>
    Backlog,

    /// <summary>The question was not permitted.</summary>
    Denied,

    /// <summary>Anything else, such as no more file descriptors.</summary>
    Error,
}
