namespace HealthProbe.Sidecar.Serving;

/// <summary>Marks a connection that came in at the second address, whose answers hold details.</summary>
internal sealed class Management
{
    public static Management Instance { get; } = new();
}
