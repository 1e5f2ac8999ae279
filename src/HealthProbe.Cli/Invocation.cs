namespace HealthProbe.Cli;

/// <summary>What a command line asks for.</summary>
internal abstract record Invocation
{
    /// <summary>Probe, and answer with the exit code.</summary>
    internal sealed record Probe(ProbeSettings Settings) : Invocation;

    /// <summary>Keep a port open until told to end.</summary>
    internal sealed record Listen(ListenSettings Settings) : Invocation;

    /// <summary>Print the help or the version: exit code 0.</summary>
    internal sealed record Print(string Text) : Invocation;

    /// <summary>A usage error: one line that says what to write instead, exit code 1, and nothing is asked.</summary>
    internal sealed record Mistake(string Text) : Invocation;
}
