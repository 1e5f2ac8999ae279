using System.IO.Pipelines;
using System.Net;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HealthProbe.Sidecar.Serving;

/// <summary>One request: is it admitted, what is the answer, and its bytes.</summary>
internal sealed class HealthApplication(SidecarSettings settings, Endpoints endpoints, Admission admission) : IHttpApplication<IFeatureCollection>
{
    // A client that does not read holds one piece, not the rest of a body that all clients share.
    private const int PieceBytes = 4096;

    private readonly BearerToken? _token = settings.DetailsToken is string token ? new BearerToken(token) : null;

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        Answer answer = await AnswerAsync(context, request).ConfigureAwait(false);
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = answer.Status;
        IHeaderDictionary headers = response.Headers;
        headers.ContentType = answer.ContentType;
        headers.ContentLength = answer.Body.Length + answer.Tail.Length;
        headers.CacheControl = "no-store";
        if (answer.Allow is not null)
        {
            headers.Allow = answer.Allow;
        }

        if (answer.RetryAfter is not null)
        {
            headers.RetryAfter = answer.RetryAfter;
        }

        if (!HttpMethods.IsHead(request.Method))
        {
            PipeWriter writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
            await WriteAsync(writer, answer.Body).ConfigureAwait(false);
            await WriteAsync(writer, answer.Tail).ConfigureAwait(false);
        }
    }

    private static async ValueTask WriteAsync(PipeWriter writer, ReadOnlyMemory<byte> bytes)
    {
        for (; bytes.Length > PieceBytes; bytes = bytes[PieceBytes..])
        {
            await writer.WriteAsync(bytes[..PieceBytes]).ConfigureAwait(false);
        }

        await writer.WriteAsync(bytes).ConfigureAwait(false);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    private async ValueTask<Answer> AnswerAsync(IFeatureCollection context, IHttpRequestFeature request)
    {
        IPAddress client = context.GetRequiredFeature<IHttpConnectionFeature>().RemoteIpAddress ?? IPAddress.None;
        if (admission.Refusal(client) is Answer refusal)
        {
            return refusal;
        }

        if (context.Get<Management>() is Management management && !management.IsOwnHost(request.Headers.Host))
        {
            return FixedAnswers.MisdirectedRequest;
        }

        // HAProxy's option httpchk sends OPTIONS unless it is told otherwise.
        bool isOptions = HttpMethods.IsOptions(request.Method);
        Answer answer = !endpoints.TryFind(request.Path, out Endpoints.Endpoint? endpoint) ? FixedAnswers.NotFound
            : isOptions || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
                ? await endpoint(ShowsDetails(context, request)).ConfigureAwait(false)
                : FixedAnswers.MethodNotAllowed;
        return isOptions ? answer with { Allow = FixedAnswers.Methods } : answer;
    }

    private bool ShowsDetails(IFeatureCollection context, IHttpRequestFeature request) =>
        settings.ShowsDetails || context.Get<Management>() is not null || (_token is not null && _token.IsIn(request.Headers.Authorization));
}
