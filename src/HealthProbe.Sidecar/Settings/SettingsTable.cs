namespace HealthProbe.Sidecar.Settings;

/// <summary>Every setting, once. Flags, variables, keys of the file, the help and <c>--print-config</c> are all made from this.</summary>
internal static class SettingsTable
{
    public static IReadOnlyList<Setting> Answers { get; } =
    [
        Setting.One("host", "address", "where the answers are given", HostReader.Host, (settings, host) => settings with { Host = host })
            with { Alias = "-H", Default = "localhost" },
        Setting.One("port", "port", "the port; 0 is any that is free", NumberReader.Port, (settings, port) => settings with { Port = port })
            with { Alias = "-P", Kind = SettingKind.Number, Default = "8000" },
        Setting.One("management-url", "url", "a second http://host:port, with details", UrlReader.Management, (settings, url) => settings with { ManagementUrl = url })
            with { Scrub = UrlReader.Scrubbed },
        Setting.Several("allow", "network", "who may ask, such as 10.0.0.0/8 (several)", NetworkReader.Network, (settings, networks) => settings with { Allow = networks }),
        Setting.One("rate-limit", "n", "requests a second from one address; 0 is off", NumberReader.RateLimit, (settings, limit) => settings with { RateLimit = limit })
            with { Kind = SettingKind.Number, Default = "10000" },
        Setting.One("down-status", "status", "what /health answers when down: 500 or 503", NumberReader.DownStatus, (settings, status) => settings with { DownStatus = status })
            with { Kind = SettingKind.Number, Default = "500" },
        Setting.One("details", "who", "who sees details: always or never", ChoiceReader.Details, (settings, shows) => settings with { ShowsDetails = shows })
            with { Default = "never" },
        Setting.One("details-token-file", "file", "the bearer token that opens them", TokenFile.Read, (settings, token) => settings with { DetailsToken = token }),
    ];

    public static IReadOnlyList<Setting> Workers { get; } =
    [
        Setting.One("statsd-host", "address", "where StatsD is heard, or unix:///path", HostReader.StatsdHost, (settings, host) => settings with { StatsdHost = host })
            with { Default = "localhost" },
        Setting.One("statsd-port", "port", "its UDP port; 0 is any that is free", NumberReader.Port, (settings, port) => settings with { StatsdPort = port })
            with { Kind = SettingKind.Number, Default = "8125" },
        Setting.One("statsd-gauge-signs", "meaning", "+2 is a delta, or absolute", ChoiceReader.GaugeSigns, (settings, signs) => settings with { StatsdGaugeSigns = signs })
            with { Default = "delta" },
        Setting.One("worker-gauges", "names", "their sum: a+b [workers or gunicorn.workers]", GaugeReader.Sum, (settings, names) => settings with { WorkerGauges = names })
            with { Kind = SettingKind.Sum, IsOfWorkerGate = true },
        Setting.One("min-workers", "n", "the fewest workers that are live", NumberReader.Workers, (settings, workers) => settings with { MinWorkers = workers })
            with { Kind = SettingKind.Number, Default = "1", IsOfWorkerGate = true },
        Setting.One("worker-ttl", "duration", "for how long a gauge counts [for ever]", ValueReader.Duration, (settings, ttl) => settings with { WorkerTtl = ttl })
            with { IsOfWorkerGate = true },
        Setting.One("worker-confirm", "duration", "wait for a second sample below the minimum", NumberReader.OptionalDuration,
            (settings, confirm) => settings with { WorkerConfirm = confirm }) with { Default = "0s", IsOfWorkerGate = true },
        Setting.One("worker-probe", "target", "the application's own port, asked too", DependencyReader.WorkerProbe, (settings, probe) => settings with { WorkerProbe = probe })
            with { Scrub = DependencyReader.ScrubbedWorkerProbe },
        Setting.Switch("no-worker-gate", "live does not depend on gauges", (settings, isOff) => settings with { HasWorkerGate = !isOff }),
    ];

    public static IReadOnlyList<Setting> Application { get; } =
    [
        Setting.One("application-health-ready-url", "url", "where the application says that it is ready", UrlReader.Application,
            (settings, url) => settings with { ApplicationHealthReadyUrl = url }) with { Scrub = UrlReader.Scrubbed },
        Setting.One("application-timeout", "duration", "longest it may take, everything included", ValueReader.Duration,
            (settings, timeout) => settings with { ApplicationTimeout = timeout }) with { Default = "800ms" },
        Setting.One("application-cacert", "file", "trust these CAs (PEM) for it", StartFile.ReadRoots,
            (settings, roots) => settings with { ApplicationTls = settings.ApplicationTls with { Roots = roots } }),
        Setting.Switch("application-insecure", "accept any certificate of it",
            (settings, isInsecure) => settings with { ApplicationTls = settings.ApplicationTls with { Insecure = isInsecure } }),
        Setting.One("application-version", "text", "its version, for /health", ValueReader.Text,
            (settings, version) => settings with { ApplicationVersion = version }),
        Setting.Several("dependency", "name=target", "what is asked in the background (several)", DependencyReader.Dependency,
            (settings, dependencies) => settings with { Dependencies = dependencies }) with { Scrub = DependencyReader.ScrubbedDependency },
    ];

    public static IReadOnlyList<Setting> Program { get; } =
    [
        Setting.One("log-format", "format", "text or json", ChoiceReader.LogFormat, (settings, format) => settings with { LogFormat = format }) with { Default = "text" },
        Setting.One("verbose", "", "log each answer too (may be repeated)", NumberReader.Verbosity, (settings, verbosity) => settings with { Verbosity = verbosity })
            with { Alias = "-v", Placeholder = null, Kind = SettingKind.Count, Default = "0" },
        Setting.One("drain", "duration", "not ready for so long after SIGTERM", NumberReader.OptionalDuration,
            (settings, drain) => settings with { Drain = drain }) with { Default = "5s" },
    ];

    public static IReadOnlyList<Setting> All { get; } = [.. Answers, .. Workers, .. Application, .. Program];
}
