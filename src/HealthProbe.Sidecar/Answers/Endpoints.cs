using System.Diagnostics.CodeAnalysis;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Metrics;

namespace HealthProbe.Sidecar.Answers;

/// <summary>The one table from a path to its answer.</summary>
internal sealed class Endpoints
{
    private static readonly Answer LiveUp = StatusDocument.Of(200, "UP", "live");
    private static readonly Answer LiveDown = StatusDocument.Of(Readiness.NoWorkers);

    private readonly HealthState _state;
    private readonly Dictionary<string, Endpoint> _table;

    public Endpoints(HealthState state, HealthDocument document, MetricsDocument metrics)
    {
        _state = state;
        _table = new Dictionary<string, Endpoint>(StringComparer.Ordinal)
        {
            ["/health/live"] = _ => new(state.IsLive ? FixedAnswers.Fine : FixedAnswers.NoWorkers),
            ["/health/ready"] = ReadyAsync,
            ["/health/startup"] = StartupAsync,
            ["/livez"] = Livez,
            ["/healthz"] = Livez,
            ["/readyz"] = ReadyzAsync,
            ["/health"] = showsDetails => new(document.Of(showsDetails)),
            ["/v1/health"] = showsDetails => new(document.Of(showsDetails)),
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
        (Readiness readiness, ApplicationAnswer? application) = await _state.ReadyAsync().ConfigureAwait(false);
        return readiness switch
        {
            Readiness.Ready => application is null ? FixedAnswers.Fine : new Answer(200, application.Json),
            Readiness.NoWorkers => FixedAnswers.NoWorkers,
            _ => NotReadyDocument.Of(application, showsDetails ? _state.Monitor.Dependencies : []),
        };
    }

    private async ValueTask<Answer> StartupAsync(bool showsDetails)
    {
        if (!_state.HasStarted)
        {
            await _state.ReadyAsync().ConfigureAwait(false);
        }

        return _state.HasStarted ? FixedAnswers.Fine : FixedAnswers.NotStarted;
    }

    private async ValueTask<Answer> ReadyzAsync(bool showsDetails)
    {
        (Readiness readiness, _) = await _state.ReadyAsync().ConfigureAwait(false);
        return StatusDocument.Of(readiness);
    }

    private ValueTask<Answer> Livez(bool showsDetails) => new(_state.IsLive ? LiveUp : LiveDown);
}
