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
        headers.ContentLength = answer.Body.Length;
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
            await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(answer.Body).ConfigureAwait(false);
        }
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    private ValueTask<Answer> AnswerAsync(IFeatureCollection context, IHttpRequestFeature request)
    {
        IPAddress client = context.GetRequiredFeature<IHttpConnectionFeature>().RemoteIpAddress ?? IPAddress.None;
        if (admission.Refusal(client) is Answer refusal)
        {
            return new(refusal);
        }

        return !endpoints.TryFind(request.Path, out Endpoints.Endpoint? endpoint) ? new(FixedAnswers.NotFound)
            : HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? endpoint(ShowsDetails(context, request))
            : new(FixedAnswers.MethodNotAllowed);
    }

    private bool ShowsDetails(IFeatureCollection context, IHttpRequestFeature request) =>
        settings.ShowsDetails || context.Get<Management>() is not null || (_token is not null && _token.IsIn(request.Headers.Authorization));
}
