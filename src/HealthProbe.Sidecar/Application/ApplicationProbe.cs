using HealthProbe.Protocols.Http;

namespace HealthProbe.Sidecar.Application;

/// <summary>Requests the application's ready URL: healthy if the status is 200. Redirects are followed on the same host.</summary>
internal sealed class ApplicationProbe : IProbe
{
    private readonly HttpProbe _http;

    /// <summary>A probe of the application.</summary>
    /// <param name="target">An <c>http://</c> or <c>https://</c> target.</param>
    /// <param name="tls">How TLS is verified.</param>
    public ApplicationProbe(Target target, TlsOptions tls)
    {
        var options = new HttpOptions
        {
            Headers = [new("Accept", "application/json, */*"), new("Accept-Encoding", "identity")],
            Follow = true,
            FollowsSameHostOnly = true,
        };
        var probe = new ProbeOptions { Tls = tls, Http = options, Transport = SidecarTransport.Instance };
        _http = new HttpProbe(target, probe, ApplicationResponse.MaxBodyBytes, Evaluate);
    }

    /// <summary>The response of the last attempt; empty if there was none.</summary>
    public ApplicationResponse Response { get; private set; } = ApplicationResponse.Empty;

    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        Response = ApplicationResponse.Empty;
        return _http.CheckAsync(attempt, cancellationToken);
    }

    private Outcome? Evaluate(HttpResponse response)
    {
        HttpResponseHead head = response.Head;
        if (response.Request.Follow(head).Error is string error)
        {
            return Unhealthy(head, $": {error}");
        }

        if (response.Body is not ReadOnlyMemory<byte> body)
        {
            return null;
        }

        Response = response.IsCut ? ApplicationResponse.Empty : ApplicationResponse.Parse(head.Header("Content-Type"), body.ToArray());
        return head.Status == 200 ? Outcome.Healthy($"status {head.Status}") : Unhealthy(head, "");
    }

    private static Outcome Unhealthy(HttpResponseHead head, string detail) =>
        Outcome.Unhealthy(Reason.Status, $"status {head.Status}{detail}", $"status {head.Status}");
}
