using System.Text;
using System.Text.Json;
using HealthProbe.Http;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>Healthy when one HTTP/1.1 request is answered as <see cref="HttpOptions"/> says: by default with a status of 200 to 299. No proxy, no cookies.</summary>
/// <param name="target">An <c>http://</c> or <c>https://</c> target.</param>
/// <param name="options">The request, the checks, and how TLS is verified.</param>
public sealed class HttpProbe(Target target, ProbeOptions options) : NetworkProbe
{
    private const int MostRedirects = 5;

    private readonly HttpOptions _http = options.Http;

    private protected override async ValueTask<Outcome> AskAsync(Dialer dialer, Attempt attempt, CancellationToken cancellationToken)
    {
        Target asked = target;
        string method = _http.Method ?? (_http.Body is null ? "GET" : "POST");
        for (int redirects = 0; ; redirects++)
        {
            (HttpResponseHead? head, Outcome outcome) = await ExchangeAsync(dialer, attempt, asked, method, cancellationToken).ConfigureAwait(false);
            if (head is null || !_http.Follow || !Redirect.Is(head) || _http.Status.Contains(head.Status))
            {
                return outcome;
            }

            (Target? next, string? mistake) = Redirect.Resolve(asked, head);
            if (next is null || redirects == MostRedirects)
            {
                return Outcome.Unhealthy(Reason.Status, $"status {head.Status}: {mistake ?? $"more than {MostRedirects} redirects"}", $"status {head.Status}");
            }

            method = Redirect.Method(head.Status, method);
            asked = next;
        }
    }

    private async ValueTask<(HttpResponseHead? Head, Outcome Outcome)> ExchangeAsync(
        Dialer dialer, Attempt attempt, Target asked, string method, CancellationToken cancellationToken)
    {
        bool isOrigin = asked.Scheme == target.Scheme && asked.HostAndPort == target.HostAndPort;
        (Stream? stream, Outcome failure) = await ConnectAsync(dialer, asked, isOrigin, cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return (null, failure);
        }

        attempt.WaitFor(static () => "connected, but no answer");
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(HttpRequest.Of(asked, _http, method, isOrigin), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            var reader = new HttpResponseReader(stream);
            HttpResponseHead head = await reader.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            return (head, await JudgeAsync(reader, head, method == "HEAD", cancellationToken).ConfigureAwait(false));
        }
    }

    private async ValueTask<(Stream? Stream, Outcome Failure)> ConnectAsync(Dialer dialer, Target asked, bool isOrigin, CancellationToken cancellationToken)
    {
        (Stream? stream, Outcome failure) = _http.UnixSocket is string path && isOrigin
            ? await dialer.ConnectAsync(path, asked.Host, cancellationToken).ConfigureAwait(false)
            : await dialer.ConnectAsync(asked, cancellationToken).ConfigureAwait(false);
        return stream is null || asked.Scheme != "https"
            ? (stream, failure)
            : await new TlsHandshake(options.Tls, asked.Host, TimeProvider.System).ShakeAsync(stream, null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome> JudgeAsync(HttpResponseReader reader, HttpResponseHead head, bool isHead, CancellationToken cancellationToken)
    {
        if (!_http.Status.Contains(head.Status))
        {
            string hint = Redirect.Is(head) ? $" to {Redirect.Shown(head)}: ask that address, or write --follow" : StatusHint.Of(head.Status);
            return Outcome.Unhealthy(Reason.Status, $"status {head.Status}{hint}", $"status {head.Status}");
        }

        if (_http.ExpectedHeaders.Select(check => check.MistakeIn(head)).FirstOrDefault(mistake => mistake is not null) is string mistakeInHead)
        {
            return Outcome.Unhealthy(Reason.Body, mistakeInHead);
        }

        if (!_http.NeedsBody)
        {
            return Healthy(head);
        }

        (byte[] body, bool isCut) = await reader.ReadBodyAsync(head, isHead, cancellationToken).ConfigureAwait(false);
        string? mistakeInBody = MistakeInText(body, isCut) ?? MistakeInJson(body, isCut);
        return mistakeInBody is null ? Healthy(head) : Outcome.Unhealthy(Reason.Body, mistakeInBody);
    }

    private Outcome Healthy(HttpResponseHead head)
    {
        string unverified = options.Tls.Insecure && target.Scheme == "https" ? ", certificate not verified" : "";
        return Outcome.Healthy($"status {head.Status}{unverified}");
    }

    private string? MistakeInText(byte[] body, bool isCut)
    {
        if (_http.Contains is not string text || body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
        {
            return null;
        }

        return isCut ? $"{Quoted.Of(text)} is not in the first 1 MiB of the body" : $"the body does not contain {Quoted.Of(text)}";
    }

    private string? MistakeInJson(byte[] body, bool isCut)
    {
        if (_http.Json.Count == 0)
        {
            return null;
        }

        if (isCut)
        {
            return "the body is longer than 1 MiB, which is not read as JSON";
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
            return _http.Json.Select(check => check.MistakeIn(document.RootElement)).FirstOrDefault(mistake => mistake is not null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is for a string whose escapes are no text, such as half of a surrogate pair.
            return $"the body is not JSON: {Quoted.Of(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 60))))}";
        }
    }
}
