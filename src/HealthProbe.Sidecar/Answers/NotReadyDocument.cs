using System.Buffers;
using System.Text.Json;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The body that says why the service is not ready: what the application said, and, for those who may see it, the dependencies.</summary>
internal static class NotReadyDocument
{
    private const string Description = "The few of service subsystems is not working to successfully complete the request.";

    public static Answer Of(ApplicationAnswer? application, IReadOnlyList<Dependency> dependencies)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("code", "ServiceNotReady");
            json.WriteString("description", Description);
            if (application is { Json.Length: > 0 })
            {
                json.WritePropertyName("fields");
                json.WriteRawValue(application.Json.Span, skipInputValidation: true);
            }
            else if (application?.Text is string text)
            {
                json.WriteStartArray("non_field_errors");
                json.WriteStringValue(text);
                json.WriteEndArray();
            }

            if (dependencies.Count > 0)
            {
                DependencyDocument.Write(json, dependencies, showsDetails: true);
            }

            json.WriteEndObject();
        }

        return new Answer(422, buffer.WrittenMemory);
    }
}
