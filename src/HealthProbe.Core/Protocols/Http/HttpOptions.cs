namespace HealthProbe.Protocols.Http;

/// <summary>One HTTP request, and what its answer must be: all that is given must hold.</summary>
public sealed record HttpOptions
{
    /// <summary>The method; GET by default, or POST with a body.</summary>
    public string? Method { get; init; }

    /// <summary>Headers in the order they are sent. One named Host takes the place of the target's, and changes no address.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, or null for none. It is sent again on every attempt.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Name and password for basic authentication (RFC 7617), as <c>name:password</c>; null for what the URL holds.</summary>
    public string? User { get; init; }

    /// <summary>Follow redirects: at most 5, all within the one timeout.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether a redirect to another host is not followed.</summary>
    internal bool FollowsSameHostOnly { get; init; }

    /// <summary>The path of a Unix socket to connect to in place of the target's host; null for none.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>The status codes that mean healthy; 200 to 299 by default.</summary>
    public StatusRanges Status { get; init; } = StatusRanges.Success;

    /// <summary>A text that the body must hold, byte for byte as UTF-8; null for none.</summary>
    public string? Contains { get; init; }

    /// <summary>What the body must say as JSON.</summary>
    public IReadOnlyList<JsonCheck> Json { get; init; } = [];

    /// <summary>Headers that the answer must have.</summary>
    public IReadOnlyList<HeaderCheck> ExpectedHeaders { get; init; } = [];

    /// <summary>Whether the answer's body has to be read at all.</summary>
    internal bool NeedsBody => Contains is not null || Json.Count > 0;
}
