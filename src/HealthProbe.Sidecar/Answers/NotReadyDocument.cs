using System.Buffers;
using System.Text;
using System.Text.Json;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The body for not ready: the application's response, and the components if the client may see details.</summary>
internal sealed class NotReadyDocument
{
    private static readonly ReadOnlyMemory<byte> End = "}"u8.ToArray();

    // One body for all clients, however slowly they read it: what each of them keeps of its own would add up.
    private volatile Body _last = new(Readiness.Stopping, null);

    /// <summary>Returns the response.</summary>
    /// <param name="readiness">The readiness; not ready, and not for want of workers.</param>
    /// <param name="response">The application's response; null if it was not checked.</param>
    /// <param name="components">The components to show; empty for none.</param>
    public Answer Create(Readiness readiness, ApplicationResponse? response, IReadOnlyList<Dependency> components)
    {
        Body body = _last;
        if (body.Readiness != readiness || !ReferenceEquals(body.Response, response))
        {
            _last = body = new Body(readiness, response);
        }

        return new Answer(422, body.Bytes) { Tail = components.Count == 0 ? End : Tail(components) };
    }

    private static ReadOnlyMemory<byte> Tail(IReadOnlyList<Dependency> components)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            DependencyDocument.Write(json, components, showsDetails: true);
            json.WriteEndObject();
        }

        return (byte[])[(byte)',', .. buffer.WrittenSpan[1..]];
    }

    /// <summary>The object without its end.</summary>
    private sealed class Body(Readiness readiness, ApplicationResponse? response)
    {
        public Readiness Readiness => readiness;

        public ApplicationResponse? Response => response;

        public ReadOnlyMemory<byte> Bytes { get; } = Write(readiness, response);

        private static byte[] Write(Readiness readiness, ApplicationResponse? response)
        {
            string description = ReadinessText.Description(readiness);
            byte[] head = Encoding.UTF8.GetBytes($"{{\"code\":\"ServiceNotReady\",\"description\":\"{description}\"");
            return response switch
            {
                { Json.Length: > 0 } => [.. head, .. ",\"fields\":"u8, .. response.Json.Span],
                { Text.Length: > 0 } => [.. head, .. ",\"non_field_errors\":["u8, .. response.Text.Span, .. "]"u8],
                _ => head,
            };
        }
    }
}
