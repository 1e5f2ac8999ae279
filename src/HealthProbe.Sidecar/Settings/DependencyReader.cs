namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads what is asked in the background, and writes it again without secrets.</summary>
internal static class DependencyReader
{
    public static DependencySettings? Dependency(string text, out string? mistake)
    {
        _ = DependencyParser.TryParse(text, out DependencySettings? settings, out mistake);
        return settings;
    }

    public static DependencySettings? WorkerProbe(string text, out string? mistake)
    {
        _ = DependencyParser.TryParseWorkerProbe(text, out DependencySettings? settings, out mistake);
        return settings;
    }

    public static string ScrubbedDependency(string text) => Scrubbed(text, Dependency, settings => $"{settings.Name}={settings.Target}");

    public static string ScrubbedWorkerProbe(string text) => Scrubbed(text, WorkerProbe, settings => settings.Target);

    // What differs from the defaults is read off the settings and not off the text: a password may hold any character that ends a target.
    private static string Scrubbed(string text, Setting.Reader<DependencySettings> read, Func<DependencySettings, string> bare)
    {
        if (read(text, out _) is not DependencySettings written)
        {
            return "";
        }

        DependencySettings usual = read(bare(written), out _) ?? written;
        IEnumerable<(string Name, string Value)> options = Options(written).Except(Options(usual));
        return string.Concat(options.Select(option => $";{option.Name}={option.Value}").Prepend(bare(written)));
    }

    private static (string Name, string Value)[] Options(DependencySettings settings) =>
    [
        ("critical", settings.IsCritical ? "true" : "false"),
        ("timeout", Duration.Format(settings.Timeout)),
        ("period", Duration.Format(settings.Period)),
        ("failures", $"{settings.Failures}"),
        ("successes", $"{settings.Successes}"),
        ("backoff", settings.BacksOff ? "true" : "false"),
        .. settings.Conditions.Select(condition => (condition.Key, condition.Value)),
    ];
}
