using System.Text;
using System.Text.Json;

namespace HealthProbe.Protocols.Http;

/// <summary>Evaluates a response by the conditions of <see cref="HttpOptions"/>, which must all be met.</summary>
internal sealed class ResponseEvaluator(HttpOptions options)
{
    private const int MaxDepth = 64;
    private const int MaxShownBytes = 60;

    /// <summary>Returns the outcome; null if it needs the body.</summary>
    public Outcome? Evaluate(HttpResponse response)
    {
        if (!options.Status.Contains(response.Head.Status))
        {
            return Outcome.Unhealthy(Reason.Status, DescribeStatus(response), $"status {response.Head.Status}");
        }

        if (options.ExpectedHeaders.Select(check => check.Evaluate(response.Head)).OfType<string>().FirstOrDefault() is string inHead)
        {
            return Outcome.Unhealthy(Reason.Body, inHead);
        }

        if (!options.NeedsBody)
        {
            return Outcome.Healthy($"status {response.Head.Status}");
        }

        return response.Body is not ReadOnlyMemory<byte> body ? null
            : (EvaluateText(response, body) ?? EvaluateJson(response, body)) is string inBody ? Outcome.Unhealthy(Reason.Body, inBody)
            : Outcome.Healthy($"status {response.Head.Status}");
    }

    private string DescribeStatus(HttpResponse response)
    {
        (HttpRequest request, HttpResponseHead head) = response;
        if (request.Follow(head).Error is string error)
        {
            return $"status {head.Status}: {error}";
        }

        string expected = options.Status == StatusRanges.Success ? "" : $", not {options.Status}";
        return Redirect.IsRedirect(head)
            ? $"status {head.Status} to {Redirect.Format(request.Target, head)}{expected}: ask that address, or write --follow"
            : $"status {head.Status}{expected}{StatusHint.Find(head.Status, request, response.Body.GetValueOrDefault().Span)}";
    }

    private string? EvaluateText(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        if (options.Contains is not string text || body.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
        {
            return null;
        }

        return DescribeEncoding(response, body.Span) ?? (response.IsCut
            ? $"{Quoted.Of(text)} is not in the first 1 MiB of the body"
            : $"the body does not contain {Quoted.Of(text)}");
    }

    private string? EvaluateJson(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        if (options.Json.Count == 0)
        {
            return null;
        }

        if (response.IsCut)
        {
            return "the body is longer than 1 MiB, which is not read as JSON";
        }

        ReadOnlyMemory<byte> json = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return options.Json.Select(check => check.Evaluate(document.RootElement)).OfType<string>().FirstOrDefault();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is for a string whose escapes are no text, such as half of a surrogate pair.
            return DescribeEncoding(response, json.Span)
                ?? (IsTooDeep(json.Span) ? $"the body is JSON of more than {MaxDepth} levels"
                : json.IsEmpty ? "the body is empty, not JSON"
                : $"the body is not JSON: {Quoted.Of(Encoding.UTF8.GetString(json.Span[..Math.Min(json.Length, MaxShownBytes)]))}");
        }
    }

    // A server may compress unasked: a request without Accept-Encoding allows it (RFC 9110, section 12.5.3).
    private static string? DescribeEncoding(HttpResponse response, ReadOnlySpan<byte> body)
    {
        string named = response.Head.Header("Content-Encoding") ?? "";
        string? encoding = named.Length > 0 && !named.Equals("identity", StringComparison.OrdinalIgnoreCase) ? named
            : body.StartsWith([(byte)0x1F, (byte)0x8B]) ? "gzip"
            : null;
        return encoding is null ? null : $"the body is encoded as {Quoted.Of(encoding)}: write -H 'Accept-Encoding: identity'";
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.CurrentDepth < MaxDepth && reader.Read())
            {
            }

            return reader.CurrentDepth >= MaxDepth;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
