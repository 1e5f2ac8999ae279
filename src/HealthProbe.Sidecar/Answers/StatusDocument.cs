using System.Buffers;
using System.Text.Json;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The body of the endpoints with Kubernetes' names: UP or DOWN, and why.</summary>
internal static class StatusDocument
{
    private static readonly Answer[] OfReadiness = [.. Enum.GetValues<Readiness>().Select(readiness => CreateFor(readiness, ""))];

    /// <summary>The response for live.</summary>
    public static Answer Live { get; } = Create(200, "UP", "live");

    /// <summary>Returns the response for a readiness.</summary>
    /// <param name="readiness">The readiness.</param>
    /// <param name="detail">What it is about; empty for nothing.</param>
    public static Answer Create(Readiness readiness, string detail) =>
        detail.Length == 0 ? OfReadiness[(int)readiness] : CreateFor(readiness, $": {detail}");

    private static Answer CreateFor(Readiness readiness, string rest)
    {
        string message = ReadinessText.Message(readiness) + rest;
        return readiness == Readiness.Ready ? Create(200, "UP", message) : Create(503, "DOWN", message);
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
