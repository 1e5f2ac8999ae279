using HealthProbe.Http;
using HealthProbe.Probes;

namespace HealthProbe.Sidecar.Application;

/// <summary>Requests the application's ready URL: healthy if the status is 200, whatever the body. Redirects are followed on the same host.</summary>
/// <param name="target">An <c>http://</c> or <c>https://</c> target.</param>
/// <param name="tls">How TLS is verified.</param>
internal sealed class ApplicationProbe(Target target, TlsOptions tls) : IProbe
{
    private const int MaxRedirects = 5;

    private readonly ProbeOptions _options = new()
    {
        Tls = tls,
        Http = new HttpOptions { Headers = [new("Accept", "application/json, */*"), new("Accept-Encoding", "identity")] },
    };

    /// <summary>The response of the last attempt; empty if there was none.</summary>
    public ApplicationResponse Response { get; private set; } = ApplicationResponse.Empty;

    public async ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        Response = ApplicationResponse.Empty;
        Target next = target;
        for (int redirects = 0; ; redirects++)
        {
            var request = new Request(next, _options, isOrigin: next.Scheme == target.Scheme && next.Authority == target.Authority);
            Outcome outcome = await request.CheckAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (request.Head is not HttpResponseHead head)
            {
                return outcome;
            }

            if (!Redirect.Is(head))
            {
                Response = request.Response;
                return head.Status == 200 ? outcome : Unhealthy(head, "");
            }

            (Target? location, string? error) = Redirect.Resolve(next, head);
            if (location is null || location.Host != target.Host || redirects == MaxRedirects)
            {
                return Unhealthy(head, $": {error ?? (redirects == MaxRedirects ? $"more than {MaxRedirects} redirects" : "it redirects to another host")}");
            }

            next = location;
        }
    }

    private static Outcome Unhealthy(HttpResponseHead head, string detail) =>
        Outcome.Unhealthy(Reason.Status, $"status {head.Status}{detail}", $"status {head.Status}");

    /// <summary>One request and its response.</summary>
    private sealed class Request(Target target, ProbeOptions options, bool isOrigin) : ConversationProbe(target, options)
    {
        private readonly Target _target = target;
        private readonly HttpOptions _http = options.Http;

        /// <summary>The head; null until the whole response was received.</summary>
        public HttpResponseHead? Head { get; private set; }

        public ApplicationResponse Response { get; private set; } = ApplicationResponse.Empty;

        private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(HttpRequest.Of(_target, _http, "GET", isOrigin), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            var reader = new HttpResponseReader(stream);
            HttpResponseHead head = await reader.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            (byte[] body, bool isCut) = await reader.ReadBodyAsync(head, isHead: false, cancellationToken, ApplicationResponse.MaxBodyBytes).ConfigureAwait(false);
            Response = isCut ? ApplicationResponse.Empty : ApplicationResponse.Parse(head.Header("Content-Type"), body);
            Head = head;
            return Outcome.Healthy($"status {head.Status}");
        }
    }
}
