using HealthProbe.IntegrationTests.Hostile;

namespace HealthProbe.Soak;

/// <summary>One thing that a server does, and what the probe may say of it.</summary>
/// <param name="Name">What the server does.</param>
/// <param name="Scheme">How it is asked.</param>
/// <param name="Reasons">The reasons of which the answer must have one; <c>none</c> is healthy.</param>
/// <param name="Serve">Starts the server.</param>
/// <param name="Options">More of the command line.</param>
internal sealed record Case(string Name, string Scheme, string[] Reasons, Func<ScriptedServer> Serve, params string[] Options)
{
    public const string Healthy = "none";

    public override string ToString() => $"{Scheme}: {Name}";
}
