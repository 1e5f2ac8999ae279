using System.Globalization;
using System.Net.Security;
using System.Runtime.InteropServices;
using HealthProbe.Grpc;
using HealthProbe.Protocols.Http;
using HealthProbe.Http2;

namespace HealthProbe.Probes;

/// <summary>Healthy when <c>grpc.health.v1.Health/Check</c> answers SERVING for the service that the path names, or for the whole server.</summary>
/// <param name="target">A <c>grpc://</c> or <c>grpcs://</c> target.</param>
/// <param name="options">How TLS is verified, and the Unix socket.</param>
public sealed class GrpcProbe(Target target, ProbeOptions options) : ConversationProbe(target, options)
{
    // A status is two bytes; this leaves room for fields that are yet to be invented.
    private const int LongestAnswer = 4096;

    private readonly ProbeOptions _options = options;
    private readonly string _service = Uri.UnescapeDataString(target.PathAndQuery.TrimStart('/'));
    private readonly (string Name, string Value)[] _fields =
    [
        (":method", "POST"),
        (":scheme", target.Scheme == "grpcs" ? "https" : "http"),
        (":path", "/grpc.health.v1.Health/Check"),
        (":authority", target.Authority),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
        ("user-agent", HttpRequest.UserAgent),
    ];

    private protected override string? UnixSocket => _options.Http.UnixSocket;

    private protected override SslApplicationProtocol? TlsProtocol => SslApplicationProtocol.Http2;

    private protected override ReadOnlyMemory<byte> Goodbye => Http2Exchange.Goodbye;

    private protected override async ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] request = HealthMessage.Request(_service);
        if (request.Length > Http2Exchange.LongestRequest)
        {
            return Outcome.Unhealthy(Reason.Error, $"the service's name is longer than what a server takes at once, which is {Http2Exchange.LongestRequest} bytes");
        }

        try
        {
            return Judge(await new Http2Exchange(stream, LongestAnswer).AskAsync(_fields, request, cancellationToken).ConfigureAwait(false));
        }
        catch (NotServedException e)
        {
            return Outcome.Unhealthy(Reason.NotReady, e.Message);
        }
    }

    private Outcome Judge(Http2Answer answer)
    {
        if (answer.Status != 200)
        {
            return Outcome.Unhealthy(Reason.Status, $"status {answer.Status}, which is HTTP and not gRPC: something else answers here, or a proxy that reaches no server", $"status {answer.Status}");
        }

        if (!answer.Fields.TryGetValue("grpc-status", out string? status))
        {
            string type = Quoted.Of(answer.Fields.GetValueOrDefault("content-type", ""));
            return Outcome.Unhealthy(Reason.Protocol, $"not gRPC: an answer of the type {type}, without a grpc-status");
        }

        return status == "0" ? Judge(HealthMessage.Status(CollectionsMarshal.AsSpan(answer.Body))) : Refusal(status, answer);
    }

    private Outcome Judge(ulong servingStatus) => servingStatus switch
    {
        0 => Outcome.Unhealthy(Reason.NotReady, "UNKNOWN: the server does not say yet whether it serves"),
        1 => Outcome.Healthy("SERVING"),
        2 => Outcome.Unhealthy(Reason.NotReady, "NOT_SERVING"),
        3 => NoSuchService("SERVICE_UNKNOWN"),
        _ => Outcome.Unhealthy(Reason.Protocol, string.Create(CultureInfo.InvariantCulture, $"a serving status that does not exist: {servingStatus}")),
    };

    private Outcome NoSuchService(string heard) => Outcome.Unhealthy(Reason.Missing, _service.Length == 0
        ? $"{heard}: the server has not registered the health of the whole: name a service, grpc://host:port/package.Service"
        : $"{heard}: no service is registered as {Quoted.Of(_service)}: write its full name, package.Service, or leave it out to ask the whole server");

    private Outcome Refusal(string status, Http2Answer answer)
    {
        string message = answer.Fields.TryGetValue("grpc-message", out string? given) && given.Length > 0 ? $": {Quoted.Of(Uri.UnescapeDataString(given))}" : "";
        string heard = $"grpc-status {(status.Length <= 2 && status.All(char.IsAsciiDigit) ? status : Quoted.Of(status))}";
        return status switch
        {
            "5" => NoSuchService($"{heard} (NOT_FOUND)"),
            "12" => Outcome.Unhealthy(Reason.Missing, $"{heard} (UNIMPLEMENTED): the server has no grpc.health.v1.Health: add the health service of its library"),
            "7" => Outcome.Unhealthy(Reason.Denied, $"{heard} (PERMISSION_DENIED){message}: let the health service be asked without credentials"),
            "16" => Outcome.Unhealthy(Reason.Denied, $"{heard} (UNAUTHENTICATED){message}: let the health service be asked without credentials"),
            "14" => Outcome.Unhealthy(Reason.NotReady, $"{heard} (UNAVAILABLE){message}"),
            "8" => Outcome.Unhealthy(Reason.NotReady, $"{heard} (RESOURCE_EXHAUSTED){message}"),
            _ => Outcome.Unhealthy(Reason.Status, heard + message, heard),
        };
    }
}
