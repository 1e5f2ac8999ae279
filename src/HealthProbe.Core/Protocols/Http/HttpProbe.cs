using HealthProbe.Probes;
using HealthProbe.Transport;

namespace HealthProbe.Protocols.Http;

/// <summary>
/// A probe that sends an HTTP/1.1 request and is healthy if the response meets the conditions of <see cref="HttpOptions"/>: by default a
/// status of 200 to 299. It uses no proxy and no cookies.
/// </summary>
internal sealed class HttpProbe(
    Target target, ProbeOptions options, int maxBodyBytes, Func<HttpResponse, Outcome?> evaluate) : NetworkProbe(options)
{
    /// <summary>Limit for the body that conditions read: 1 MiB.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <param name="target">An <c>http://</c> or <c>https://</c> target.</param>
    /// <param name="options">The request, the conditions, and how TLS is verified.</param>
    public HttpProbe(Target target, ProbeOptions options)
        : this(target, options, MaxBodyBytes, new ResponseEvaluator(options.Http).Evaluate)
    {
    }

    private protected override async ValueTask<Outcome> AskAsync(
        NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
    {
        var runner = new ExchangeRunner(transport, Options.Tls, attempt);
        var request = new HttpRequest(target, Options.Http);
        while (true)
        {
            var exchange = new HttpExchange(request, maxBodyBytes, evaluate);
            Outcome outcome = await runner.RunAsync(DestinationOf(request), exchange, cancellationToken).ConfigureAwait(false);
            if (exchange.Redirected is not HttpRequest redirected)
            {
                return outcome;
            }

            request = redirected;
        }
    }

    private Destination DestinationOf(HttpRequest request) => new(request.Target.Host, request.Target.Port)
    {
        UnixSocket = request.IsOnOrigin ? Options.Http.UnixSocket : null,
        IsTls = request.Target.Scheme == "https",
        Prefix = request.Target == target ? "" : $"redirected to {request.Target}: ",
    };
}
