namespace HealthProbe.Sidecar.Answers;

/// <summary>The answers that never change, as bytes.</summary>
internal static class FixedAnswers
{
    public static readonly Answer Fine = new(200, "{}"u8.ToArray());

    public static readonly Answer NoWorkers = new(422, """{"code":"NoWorkers","description":"There are no any workers."}"""u8.ToArray());

    public static readonly Answer NotStarted = new(503, """{"code":"NotStarted","description":"The service has not been ready yet."}"""u8.ToArray());

    public static readonly Answer NotFound = new(404, """{"code":"NotFound","description":"There is no such endpoint."}"""u8.ToArray());

    public static readonly Answer MethodNotAllowed = new(405, """{"code":"MethodNotAllowed","description":"Only GET and HEAD are allowed."}"""u8.ToArray()) { Allow = "GET, HEAD" };

    public static readonly Answer Forbidden = new(403, """{"code":"Forbidden","description":"This address may not ask."}"""u8.ToArray());

    public static readonly Answer TooManyRequests = new(429, """{"code":"TooManyRequests","description":"Too many requests from this address."}"""u8.ToArray()) { RetryAfter = "1" };
}
