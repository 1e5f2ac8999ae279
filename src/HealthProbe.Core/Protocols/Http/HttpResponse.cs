namespace HealthProbe.Protocols.Http;

/// <summary>A response as far as it was received.</summary>
/// <param name="Request">The request that it answers.</param>
/// <param name="Head">The status and the headers.</param>
internal sealed record HttpResponse(HttpRequest Request, HttpResponseHead Head)
{
    /// <summary>The body; null until it is complete or has reached the limit of the exchange.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Whether the body was longer than the limit, and is cut there.</summary>
    public bool IsCut { get; init; }
}
