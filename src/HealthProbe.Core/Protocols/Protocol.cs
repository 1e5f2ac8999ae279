namespace HealthProbe.Protocols;

/// <summary>The definition of a protocol: all that the programs, their help and the documentation know about it.</summary>
internal sealed record Protocol
{
    /// <summary>The name as its specification writes it.</summary>
    public required string Name { get; init; }

    /// <summary>Its schemes; the first one is for examples.</summary>
    public required IReadOnlyList<Scheme> Schemes { get; init; }

    public TargetShape Shape { get; init; }

    /// <summary>The condition for healthy, in a line of the help.</summary>
    public required string HealthyWhen { get; init; }

    /// <summary>How a target is written, in a line of the help; null for a host after each scheme.</summary>
    public string? Forms { get; init; }

    /// <summary>Whether <c>scheme://:port</c> means this machine, as the addresses of listeners are written.</summary>
    public bool TakesPortAlone { get; init; }

    /// <summary>
    /// Whether an at sign after the host may be part of a path or a query. In all other protocols it is most likely the end of a password.
    /// </summary>
    public bool MayHaveAtInPath { get; init; }

    public OptionUse Uses { get; init; }

    /// <summary>
    /// Whether an application itself uses it. Liveness depends on no other protocol: a database that is down must not restart every
    /// application.
    /// </summary>
    public bool IsOfApplications { get; init; }

    /// <summary>Returns what is wrong with a target besides its host and port, and what to write; null if nothing is.</summary>
    public Func<Target, string?> Validate { get; init; } = static _ => null;

    /// <summary>Whether a target of a scheme without TLS may use TLS by other means; null if no target does.</summary>
    public Func<Target, ProbeOptions, bool>? UsesTls { get; init; }

    /// <summary>
    /// What a target must contain for <see cref="UsesTls"/>, such as <c>?sslmode=require</c>; null if it is not the target that decides.
    /// </summary>
    public string? TlsExample { get; init; }

    public required Func<Check, IProbe> CreateProbe { get; init; }

    /// <summary>Whether a target is a path, without host and port.</summary>
    public bool IsPath => Shape is TargetShape.File or TargetShape.Socket or TargetShape.FileAndQuery;

    /// <summary>The scheme over TLS that belongs to a scheme without; null if there is none.</summary>
    public string? TlsSchemeOf(string scheme) => Schemes.FirstOrDefault(each => each.IsTls && each.Name == scheme + "s")?.Name;

    /// <summary><see cref="Forms"/>, or what takes their place.</summary>
    public string FormatForms() => Forms ?? string.Join(", ", Schemes.Select(scheme => $"{scheme.Name}://{(IsPath ? "/path" : "host")}"));
}
