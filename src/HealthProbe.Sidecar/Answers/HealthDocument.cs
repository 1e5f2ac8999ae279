using System.Buffers;
using System.Text.Json;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The body of <c>/health</c>: the whole and its parts, from memory.</summary>
/// <param name="state">What is known.</param>
/// <param name="downStatus">The status code when the whole is down.</param>
/// <param name="time">The clock of the timestamp.</param>
internal sealed class HealthDocument(HealthState state, int downStatus, TimeProvider time)
{
    public Answer Of(bool showsDetails)
    {
        HealthStatus status = state.Status;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", Word(status));
            json.WriteString("message", Message(status));
            json.WriteString("timestamp", time.GetUtcNow());
            json.WriteString("version", ProductVersion.Text);
            DependencyDocument.Write(json, state.Monitor.Dependencies, showsDetails);
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

    private string Message(HealthStatus status) =>
        status == HealthStatus.Up ? "everything is healthy"
        : status == HealthStatus.Degraded ? "a dependency that is not critical is not healthy"
        : state.IsStopping ? "shutting down"
        : !state.IsLive ? "no workers"
        : "a critical dependency is not healthy";
}
