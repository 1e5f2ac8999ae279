using System.Diagnostics.CodeAnalysis;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Metrics;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The one table from a path to its answer.</summary>
internal sealed class Endpoints
{
    private readonly HealthState _state;
    private readonly NotReadyDocument _notReady = new();
    private readonly Dictionary<string, Endpoint> _table;

    public Endpoints(HealthState state, HealthDocument document, MetricsDocument metrics)
    {
        _state = state;
        _table = new Dictionary<string, Endpoint>(StringComparer.Ordinal)
        {
            ["/health/live"] = showsDetails => new(state.IsLive ? FixedAnswers.Fine : NoWorkers(showsDetails)),
            ["/health/ready"] = ReadyAsync,
            ["/health/startup"] = StartupAsync,
            ["/livez"] = Livez,
            ["/healthz"] = Livez,
            ["/readyz"] = ReadyzAsync,
            ["/health"] = showsDetails => new(document.Create(showsDetails)),
            ["/v1/health"] = showsDetails => new(document.Create(showsDetails)),
            ["/metrics"] = _ => new(metrics.Render()),
        };
    }

    /// <summary>Answers GET; HEAD is the same without the body.</summary>
    /// <param name="showsDetails">Whether the one who asks may see details.</param>
    internal delegate ValueTask<Answer> Endpoint(bool showsDetails);

    /// <summary>Finds what answers a path.</summary>
    /// <param name="path">The path, decoded, without the query; a slash at its end makes no difference.</param>
    /// <param name="endpoint">What answers it.</param>
    public bool TryFind(string path, [NotNullWhen(true)] out Endpoint? endpoint) =>
        _table.TryGetValue(path, out endpoint) || (path.EndsWith('/') && _table.TryGetValue(path[..^1], out endpoint));

    private async ValueTask<Answer> ReadyAsync(bool showsDetails)
    {
        (Readiness readiness, ApplicationResponse? application) = await _state.CheckReadinessAsync().ConfigureAwait(false);
        return readiness switch
        {
            Readiness.Ready => application is { Json.Length: > 0 } ? new Answer(200, application.Json) : FixedAnswers.Fine,
            Readiness.NoWorkers => NoWorkers(showsDetails),
            _ => _notReady.Create(readiness, application, showsDetails ? _state.Components : []),
        };
    }

    private async ValueTask<Answer> StartupAsync(bool showsDetails)
    {
        if (!_state.HasStarted)
        {
            await _state.CheckReadinessAsync().ConfigureAwait(false);
        }

        return _state.HasStarted ? FixedAnswers.Fine : FixedAnswers.NotStarted;
    }

    private async ValueTask<Answer> ReadyzAsync(bool showsDetails)
    {
        (Readiness readiness, _) = await _state.CheckReadinessAsync().ConfigureAwait(false);
        return Status(readiness, showsDetails);
    }

    private ValueTask<Answer> Livez(bool showsDetails) =>
        new(_state.IsLive ? StatusDocument.Live : Status(Readiness.NoWorkers, showsDetails));

    private Answer NoWorkers(bool showsDetails) =>
        showsDetails ? FixedAnswers.NoWorkersBecause(_state.Detail(Readiness.NoWorkers)) : FixedAnswers.NoWorkers;

    private Answer Status(Readiness readiness, bool showsDetails) =>
        StatusDocument.Create(readiness, showsDetails && readiness != Readiness.Ready ? _state.Detail(readiness) : "");
}
