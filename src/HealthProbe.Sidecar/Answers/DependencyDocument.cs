using System.Text.Json;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Logging;

namespace HealthProbe.Sidecar.Answers;

/// <summary>
/// Writes the dependencies: a fixed word on each for everybody, and the words of its last answer for those who may see details.
/// </summary>
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
                json.WriteString("detail", OneLine.Format(state.Last?.Detail ?? ""));
                json.WriteBoolean("critical", dependency.Settings.IsCritical);
                json.WriteString("since", EventLog.Format(state.Since));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Message(DependencyState state) => state switch
    {
        { Last: null } => "not checked yet",
        { Status: DependencyStatus.Up, Last.IsHealthy: true } => "healthy",
        { Status: DependencyStatus.Up } => $"healthy until now: {Word(state.Last.Value.Reason)}",
        { Last.IsHealthy: true } => "recovering",
        _ => Word(state.Last.Value.Reason),
    };

    // The name of a reason is a word for programs; a person needs to know what was wrong with it.
    private static string Word(Reason reason) => reason switch
    {
        Reason.Dns => "name not resolved",
        Reason.Closed => "closed without a response",
        Reason.Tls => "TLS failed",
        Reason.Status => "unexpected status",
        Reason.Body => "unexpected body",
        Reason.Slow => "too slow",
        Reason.Protocol => "unexpected protocol",
        Reason.NotReady => "not ready",
        Reason.Missing => "not found",
        Reason.Stale => "too old",
        Reason.Backlog => "accept queue full",
        Reason.Denied => "access denied",
        Reason.Error => "check failed",
        _ => ReasonName.Of(reason),
    };
}
