using HealthProbe.Http;
using HealthProbe.Probes;

namespace HealthProbe.Sidecar.Application;

/// <summary>Asks the application whether it is ready, and keeps what it said. For one exchange.</summary>
/// <param name="target">An <c>http://</c> or <c>https://</c> target.</param>
/// <param name="options">How TLS is verified.</param>
internal sealed class ApplicationProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    private readonly Target _target = target;
    private readonly HttpOptions _http = options.Http;

    public HttpResponseHead? Head { get; private set; }

    public byte[] Body { get; private set; } = [];

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(HttpRequest.Of(_target, _http, "GET", isOrigin: true), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        var reader = new HttpResponseReader(stream);
        HttpResponseHead head = await reader.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        (byte[] body, bool isCut) = await reader.ReadBodyAsync(head, isHead: false, cancellationToken).ConfigureAwait(false);
        if (isCut)
        {
            return Outcome.Unhealthy(Reason.Body, $"a body of more than {HttpResponseReader.LongestBody} bytes");
        }

        (Head, Body) = (head, body);
        return head.Status == 200 ? Outcome.Healthy("status 200") : Outcome.Unhealthy(Reason.Status, $"status {head.Status}", $"status {head.Status}");
    }
}
