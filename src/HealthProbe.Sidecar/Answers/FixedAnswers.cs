using System.Text;
using System.Text.Json;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The answers that never change, as bytes.</summary>
internal static class FixedAnswers
{
    public const string Methods = "GET, HEAD, OPTIONS";

    public static readonly Answer Fine = new(200, "{}"u8.ToArray());

    public static readonly Answer NoWorkers = new(422, """{"code":"NoWorkers","description":"There are no workers."}"""u8.ToArray());

    /// <summary>The same with the reason, for clients that may see details.</summary>
    public static Answer NoWorkersBecause(string detail) =>
        new(422, NoWorkers.Body[..^1]) { Tail = Encoding.UTF8.GetBytes($",\"detail\":\"{JsonEncodedText.Encode(detail)}\"}}") };

    public static readonly Answer NotStarted = new(503, """{"code":"NotStarted","description":"The service has not been ready yet."}"""u8.ToArray());

    public static readonly Answer NotFound = new(404, """{"code":"NotFound","description":"There is no such endpoint."}"""u8.ToArray());

    public static readonly Answer MethodNotAllowed =
        new(405, """{"code":"MethodNotAllowed","description":"Only GET, HEAD and OPTIONS are allowed."}"""u8.ToArray()) { Allow = Methods };

    public static readonly Answer MisdirectedRequest =
        new(421, """{"code":"MisdirectedRequest","description":"This host name is not served here."}"""u8.ToArray());

    public static readonly Answer Forbidden = new(403, """{"code":"Forbidden","description":"This address may not ask."}"""u8.ToArray());

    public static readonly Answer TooManyRequests = new(429, """{"code":"TooManyRequests","description":"Too many requests from this address."}"""u8.ToArray()) { RetryAfter = "1" };
}
