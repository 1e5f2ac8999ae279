using System.Net;

namespace HealthProbe.Sidecar.Settings;

/// <summary>Everything that can be set, as it applies: flag over environment over file over default.</summary>
internal sealed record SidecarSettings
{
    /// <summary>Where the answers are given: a name, an address, or <c>localhost</c> for both loopbacks.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The port of the answers; 0 for any free one.</summary>
    public int Port { get; init; } = 8000;

    /// <summary>Where StatsD packets are heard: as <see cref="Host"/>, or <c>unix:///path</c>.</summary>
    public string StatsdHost { get; init; } = "localhost";

    /// <summary>The UDP port of StatsD; 0 for any free one.</summary>
    public int StatsdPort { get; init; } = 8125;

    /// <summary>What a signed gauge value means.</summary>
    public GaugeSigns StatsdGaugeSigns { get; init; } = GaugeSigns.Delta;

    /// <summary>Whether live depends on workers at all.</summary>
    public bool HasWorkerGate { get; init; } = true;

    /// <summary>
    /// The gauges whose sum is the number of workers; empty for <c>workers</c> and <c>gunicorn.workers</c>, either of them.
    /// </summary>
    public IReadOnlyList<string> WorkerGauges { get; init; } = [];

    /// <summary>The fewest workers that are live; at least 1.</summary>
    public int MinWorkers { get; init; } = 1;

    /// <summary>For how long a gauge counts; null for ever.</summary>
    public TimeSpan? WorkerTtl { get; init; }

    /// <summary>How long a drop below <see cref="MinWorkers"/> waits for a second sample; zero for not.</summary>
    public TimeSpan WorkerConfirm { get; init; }

    /// <summary>The application's own port, asked in the background; null for not.</summary>
    public DependencySettings? WorkerProbe { get; init; }

    /// <summary>Where the application says that it is ready; null for nowhere.</summary>
    public Target? ApplicationHealthReadyUrl { get; init; }

    /// <summary>The longest that the application may take for it, everything included.</summary>
    public TimeSpan ApplicationTimeout { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The application's version, as <c>/health</c> shows it; null if it is not known.</summary>
    public string? ApplicationVersion { get; init; }

    /// <summary>How the application's TLS is verified.</summary>
    public TlsOptions ApplicationTls { get; init; } = SystemTrustStore.CreateOptions();

    /// <summary>What is asked in the background, in the order it was written.</summary>
    public IReadOnlyList<DependencySettings> Dependencies { get; init; } = [];

    /// <summary>The status code of <c>/health</c> when it is down: 500 or 503.</summary>
    public int DownStatus { get; init; } = 500;

    /// <summary>Whether everybody sees details.</summary>
    public bool ShowsDetails { get; init; }

    /// <summary>The bearer token that opens the details; null for none. Secret.</summary>
    public string? DetailsToken { get; init; }

    /// <summary>A second address, whose answers hold details; null for none.</summary>
    public Target? ManagementUrl { get; init; }

    /// <summary>Who may ask; empty for everybody.</summary>
    public IReadOnlyList<IPNetwork> Allow { get; init; } = [];

    /// <summary>Requests a second from one client address; 0 for no limit.</summary>
    public int RateLimit { get; init; } = 10_000;

    /// <summary>How log lines are written.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>0: changes of state. 1: each answer of a dependency and each new number of workers too.</summary>
    public int Verbosity { get; init; }

    /// <summary>How long to answer "not ready" after SIGTERM, before the end.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);
}
