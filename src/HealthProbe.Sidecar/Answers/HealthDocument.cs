using System.Buffers;
using System.Text.Json;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Logging;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The body of <c>/health</c>: the whole and its parts, from memory.</summary>
/// <param name="state">The state.</param>
/// <param name="downStatus">The status code if the whole is down.</param>
/// <param name="applicationVersion">The application's version; null if it is not known.</param>
/// <param name="time">The clock of the timestamp.</param>
internal sealed class HealthDocument(HealthState state, int downStatus, string? applicationVersion, TimeProvider time)
{
    public Answer Create(bool showsDetails)
    {
        HealthStatus status = state.Status;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", Word(status));
            json.WriteString("message", Message(status, showsDetails));
            json.WriteString("timestamp", EventLog.Timestamp(time));
            json.WriteString("version", applicationVersion ?? ProductVersion.Text);
            json.WriteString("sidecar_version", ProductVersion.Text);
            DependencyDocument.Write(json, state.Components, showsDetails);
            json.WriteEndObject();
        }

        return new Answer(status == HealthStatus.Down ? downStatus : 200, buffer.WrittenMemory);
    }

    public static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Up => "UP",
        HealthStatus.Degraded => "DEGRADED",
        _ => "DOWN",
    };

    private string Message(HealthStatus status, bool showsDetails)
    {
        Readiness readiness = status == HealthStatus.Down ? state.Readiness : Readiness.Ready;
        string message = status == HealthStatus.Up ? "everything is healthy"
            : status == HealthStatus.Degraded ? "a dependency that is not critical is not healthy"
            : ReadinessText.Message(readiness);
        return showsDetails && state.Detail(readiness) is { Length: > 0 } detail ? $"{message}: {detail}" : message;
    }
}
