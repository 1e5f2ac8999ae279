using System.Text.Json;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Sidecar.Answers;

/// <summary>Writes the dependencies: a fixed word on each for everybody, and the words of its last answer for those who may see details.</summary>
internal static class DependencyDocument
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Dependency> dependencies, bool showsDetails)
    {
        json.WriteStartObject("dependencies");
        foreach (Dependency dependency in dependencies)
        {
            DependencyState state = dependency.State;
            json.WriteStartObject(dependency.Settings.Name);
            json.WriteString("status", state.Status == DependencyStatus.Up ? "UP" : "DOWN");
            json.WriteString("message", Message(state));
            if (state.Last is Outcome last)
            {
                json.WriteNumber("response_time_ms", Math.Round(last.Elapsed.TotalMilliseconds, 3));
            }
            else
            {
                json.WriteNull("response_time_ms");
            }

            if (showsDetails)
            {
                json.WriteString("target", dependency.Settings.Target);
                json.WriteString("detail", state.Last?.Detail ?? "");
                json.WriteBoolean("critical", dependency.Settings.IsCritical);
                json.WriteString("since", state.Since);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Message(DependencyState state) => state switch
    {
        { Last: null } => "not asked yet",
        { Status: DependencyStatus.Up, Last.IsHealthy: true } => "healthy",
        { Status: DependencyStatus.Up } => $"healthy until now: {ReasonName.Of(state.Last.Value.Reason)}",
        { Last.IsHealthy: true } => "recovering",
        _ => ReasonName.Of(state.Last.Value.Reason),
    };
}
