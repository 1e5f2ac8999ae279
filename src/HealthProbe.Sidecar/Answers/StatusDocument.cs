using System.Text;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The body of the endpoints with Kubernetes' names: UP or DOWN, and a fixed word on why.</summary>
internal static class StatusDocument
{
    private static readonly Answer[] OfReadiness = [.. Enum.GetValues<Readiness>().Select(Make)];

    public static Answer Of(Readiness readiness) => OfReadiness[(int)readiness];

    public static Answer Of(int status, string word, string message) => new(status, Encoding.UTF8.GetBytes($$"""{"status":"{{word}}","message":"{{message}}"}"""));

    private static Answer Make(Readiness readiness) => readiness switch
    {
        Readiness.Ready => Of(200, "UP", "ready"),
        Readiness.NoWorkers => Of(503, "DOWN", "no workers"),
        Readiness.DependencyDown => Of(503, "DOWN", "a critical dependency is not healthy"),
        Readiness.ApplicationNotReady => Of(503, "DOWN", "the application is not ready"),
        _ => Of(503, "DOWN", "shutting down"),
    };
}
