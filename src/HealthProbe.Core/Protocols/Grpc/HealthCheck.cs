using System.Globalization;
using HealthProbe.Protocols.Grpc.Http2;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Protocols.Grpc;

/// <summary>A call of <c>grpc.health.v1.Health/Check</c>: healthy if the response is SERVING for the service, or the server.</summary>
internal sealed class HealthCheck
{
    // A status is two bytes; this leaves room for fields that are yet to be invented.
    private const int MaxResponseBytes = 4096;

    // HTTP/2 has no connection headers (RFC 9113, section 8.2.2), and the call sets its own type and length.
    private static readonly HashSet<string> NotMetadata =
    [
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te",
        "content-type", "content-length", "host", "user-agent",
    ];

    private readonly string _service;
    private readonly byte[] _request;
    private readonly List<(string Name, string Value)> _fields;

    /// <param name="target">A <c>grpc://</c> or <c>grpcs://</c> target.</param>
    /// <param name="options">The headers, which are sent as metadata, and the credentials.</param>
    public HealthCheck(Target target, HttpOptions options)
    {
        _service = FindService(target);
        _request = CreateRequest(target);
        _fields =
        [
            (":method", "POST"),
            (":scheme", target.Scheme == "grpcs" ? "https" : "http"),
            (":path", "/grpc.health.v1.Health/Check"),
            (":authority", Given("host") ?? target.Authority),
            ("content-type", "application/grpc"),
            ("te", "trailers"),
            ("user-agent", Given("user-agent") ?? HttpRequest.UserAgent),
        ];
        if (Given("authorization") is null && HttpRequest.FindUser(target, options) is string user)
        {
            _fields.Add(("authorization", HttpRequest.EncodeBasic(user)));
        }

        foreach ((string name, string value) in options.Headers)
        {
#pragma warning disable CA1308 // RFC 9113, section 8.2: names of fields are in lower case.
            string lower = name.ToLowerInvariant();
#pragma warning restore CA1308
            if (!NotMetadata.Contains(lower))
            {
                _fields.Add((lower, value));
            }
        }

        string? Given(string name) => options.Headers
            .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .FirstOrDefault();
    }

    /// <summary>The message to send.</summary>
    public static byte[] CreateRequest(Target target) => HealthMessage.Request(FindService(target));

    /// <summary>Makes the exchange of one attempt.</summary>
    public IExchange CreateExchange() => new Http2Exchange(_fields, _request, MaxResponseBytes, Evaluate);

    /// <summary>Evaluates a whole response.</summary>
    public Outcome Evaluate(Http2Response response)
    {
        string? status = response.Trailers?.GetValueOrDefault("grpc-status");
        if (response.Status != 200)
        {
            // A proxy that reaches no server may respond for it, with a status of gRPC on a page of its own.
            status ??= response.Head.GetValueOrDefault("grpc-status");
            return status is null or "0"
                ? Outcome.Unhealthy(
                    Reason.Status,
                    $"status {response.Status}, which is HTTP and not gRPC: something else answers here, or a proxy that reaches no server",
                    $"status {response.Status}")
                : Rejected(status, response);
        }

        if (status is null)
        {
            string type = Quoted.Of(response.Head.GetValueOrDefault("content-type", ""));
            return Outcome.Unhealthy(Reason.Protocol, response.Head.ContainsKey("grpc-status")
                ? "a grpc-status in the head of a response that has no trailers"
                : $"not gRPC: an answer of the type {type}, without a grpc-status");
        }

        return status == "0" ? EvaluateBody(response.Body.Span) : Rejected(status, response);
    }

    private static string FindService(Target target) => Uri.UnescapeDataString(target.PathAndQuery.TrimStart('/'));

    private Outcome EvaluateBody(ReadOnlySpan<byte> body) => HealthMessage.Status(body) switch
    {
        0 => Outcome.Unhealthy(Reason.NotReady, "UNKNOWN: the server does not say yet whether it serves"),
        1 => Outcome.Healthy("SERVING"),
        2 => Outcome.Unhealthy(Reason.NotReady, "NOT_SERVING"),
        3 => NoSuchService("SERVICE_UNKNOWN"),
        ulong other => Outcome.Unhealthy(
            Reason.Protocol, string.Create(CultureInfo.InvariantCulture, $"a serving status that does not exist: {other}")),
    };

    private Outcome NoSuchService(string received) => Outcome.Unhealthy(Reason.Missing, _service.Length == 0
        ? $"{received}: the server has not registered the health of the whole: name a service, grpc://host:port/package.Service"
        : $"{received}: no service is registered as {Quoted.Of(_service)}: "
            + "write its full name, package.Service, or leave it out to ask the whole server");

    private Outcome Rejected(string status, Http2Response response)
    {
        string? given = (response.Trailers ?? response.Head).GetValueOrDefault("grpc-message");
        string message = string.IsNullOrEmpty(given) ? "" : $": {Quoted.Of(Uri.UnescapeDataString(given))}";
        bool isNumber = status.Length <= 2 && status.All(char.IsAsciiDigit);
        string received = $"grpc-status {(isNumber ? status : Quoted.Of(status))}";
        return status switch
        {
            "5" => NoSuchService($"{received} (NOT_FOUND)"),
            "12" => Outcome.Unhealthy(
                Reason.Missing,
                $"{received} (UNIMPLEMENTED): the server has no grpc.health.v1.Health: add the health service of its library"),
            "7" => Outcome.Unhealthy(Reason.Denied, $"{received} (PERMISSION_DENIED){message}{Advice}"),
            "16" => Outcome.Unhealthy(Reason.Denied, $"{received} (UNAUTHENTICATED){message}{Advice}"),
            "14" => Outcome.Unhealthy(Reason.NotReady, $"{received} (UNAVAILABLE){message}"),
            "8" => Outcome.Unhealthy(Reason.NotReady, $"{received} (RESOURCE_EXHAUSTED){message}"),
            _ => Outcome.Unhealthy(Reason.Status, received + message, received),
        };
    }

    private string Advice => _fields.Exists(header => header.Name == "authorization")
        ? ": the server rejects the credentials"
        : ": let the health service be asked without credentials, or write --user or --header";
}
