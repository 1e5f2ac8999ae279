using HealthProbe.Network;

namespace HealthProbe.Protocols.Http;

/// <summary>One HTTP/1.1 request and its response, without redirects: they are a loop above.</summary>
/// <param name="request">The request.</param>
/// <param name="maxBodyBytes">How much of the body <paramref name="evaluate"/> receives.</param>
/// <param name="evaluate">Returns the outcome, or null if it needs the body. Called with the head, and then with the body.</param>
internal sealed class HttpExchange(HttpRequest request, int maxBodyBytes, Func<HttpResponse, Outcome?> evaluate) : IExchange
{
    // What a server writes below a status that is not healthy may contain the cause.
    private const int MaxErrorBytes = 4096;

    private readonly HttpResponseParser _parser = new(request.Method == "HEAD");
    private Outcome? _verdict;
    private bool _isHeadEvaluated;
    private bool _isBodyEvaluated;

    public ReadOnlyMemory<byte> Opening { get; } = request.ToBytes();

    public string WaitingFor => _parser.Head is HttpResponseHead head ? $"complete body (status {head.Status})"
        : _parser.HasBegun ? "complete response headers"
        : "response";

    /// <summary>The request that the response redirects to; null if the exchange has a verdict.</summary>
    public HttpRequest? Redirected { get; private set; }

    public Step Next(ReceiveBuffer received)
    {
        try
        {
            return _parser.Head is not null || _parser.TryParseHead(received) ? Continue(received, _parser.Head!) : Step.Read;
        }
        catch (ProtocolException e)
        {
            return _verdict is Outcome verdict ? Step.Complete(verdict) : Step.Invalid(e.Message);
        }
    }

    private Step Continue(ReceiveBuffer received, HttpResponseHead head)
    {
        if (!_isHeadEvaluated)
        {
            _isHeadEvaluated = true;
            Redirected = request.Follow(head).Next;
            _verdict = Redirected is null ? evaluate(new HttpResponse(request, head)) : null;
            received.Allow(maxBodyBytes);
        }

        bool needsBody = _verdict is null && Redirected is null;
        int kept = needsBody ? maxBodyBytes : MaxErrorBytes;
        _parser.ParseBody(received, kept);
        if (!_isBodyEvaluated && Redirected is null && _verdict is not { IsHealthy: true } && (_parser.IsBodyComplete || _parser.IsCut))
        {
            _isBodyEvaluated = true;
            _verdict = evaluate(new HttpResponse(request, head) { Body = _parser.Body, IsCut = _parser.IsCut });
        }

        return _verdict is null && Redirected is null ? Step.Read : Step.Complete(_verdict, isResponseComplete: _parser.IsComplete);
    }
}
