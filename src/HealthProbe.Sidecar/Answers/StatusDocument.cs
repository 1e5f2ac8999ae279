using System.Buffers;
using System.Text.Json;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The body of the endpoints with Kubernetes' names: UP or DOWN, and why.</summary>
internal static class StatusDocument
{
    private static readonly Answer[] OfReadiness = [.. Enum.GetValues<Readiness>().Select(readiness => Create(readiness, ""))];

    /// <summary>The response for live.</summary>
    public static Answer Live { get; } = Create(200, "UP", "live");

    /// <summary>Returns the response for a readiness.</summary>
    /// <param name="readiness">The readiness.</param>
    /// <param name="detail">What it is about; empty for nothing.</param>
    public static Answer Create(Readiness readiness, string detail)
    {
        string message = ReadinessText.Message(readiness);
        return OfReadiness is not null && detail.Length == 0 ? OfReadiness[(int)readiness]
            : Create(readiness == Readiness.Ready ? 200 : 503, readiness == Readiness.Ready ? "UP" : "DOWN", detail.Length == 0 ? message : $"{message}: {detail}");
    }

    private static Answer Create(int status, string word, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", word);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return new Answer(status, buffer.WrittenMemory);
    }
}
