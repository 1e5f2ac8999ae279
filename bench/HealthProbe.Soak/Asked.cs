namespace HealthProbe.Soak;

/// <summary>A case whose server runs, at a port.</summary>
internal sealed record Asked(Case Case, int Port)
{
    public string Target => $"{Case.Scheme}://127.0.0.1:{Port}";

    public bool MayBeHealthy => Case.Reasons.Contains(Case.Healthy);

    public bool MustBeHealthy => Case.Reasons is [Case.Healthy];
}
