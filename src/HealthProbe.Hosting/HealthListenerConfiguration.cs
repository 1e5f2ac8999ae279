using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HealthProbe.Hosting;

/// <summary>Reads the options from the configuration section, then from the environment.</summary>
internal sealed class HealthListenerConfiguration(IConfiguration? configuration, Func<string, string?> environment) : IConfigureOptions<HealthListenerOptions>
{
    private const string HostVariable = "HEALTH_CHECK_HOST";
    private const string PortVariable = "HEALTH_CHECK_PORT";

    private delegate bool Reader<T>(string text, out T value);

    public void Configure(HealthListenerOptions options)
    {
        options.Host = Variable(HostVariable) ?? Setting(nameof(options.Host)) ?? options.Host;
        options.Port = Read<int>(PortVariable, Variable(PortVariable), TryReadPort, "a port from 0 to 65535")
            ?? Read<int>(nameof(options.Port), TryReadPort, "a port from 0 to 65535") ?? options.Port;
        options.Tags.UnionWith(Tags());
        options.Period = Read<TimeSpan>(nameof(options.Period), TryReadDuration, "a duration such as 10s") ?? options.Period;
        options.Timeout = Read<TimeSpan>(nameof(options.Timeout), TryReadDuration, "a duration such as 5s") ?? options.Timeout;
        options.DegradedIsHealthy = Read<bool>(nameof(options.DegradedIsHealthy), bool.TryParse, "true or false") ?? options.DegradedIsHealthy;
        options.MaximumHeartbeatAge = Read<TimeSpan>(nameof(options.MaximumHeartbeatAge), TryReadDuration, "a duration such as 30s") ?? options.MaximumHeartbeatAge;
    }

    private IEnumerable<string> Tags()
    {
        IEnumerable<string> listed = configuration?.GetSection($"{HealthListenerOptions.SectionName}:Tags").GetChildren().Select(tag => tag.Value ?? "") ?? [];
        string inOneLine = Setting(nameof(HealthListenerOptions.Tags)) ?? "";
        return listed.Concat(inOneLine.Split(',', StringSplitOptions.TrimEntries)).Where(tag => tag.Length > 0);
    }

    private static bool TryReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    // "10s" as everywhere in this project, "00:00:10" as everywhere in .NET.
    private static bool TryReadDuration(string text, out TimeSpan duration) =>
        text.Contains(':', StringComparison.Ordinal)
            ? TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration)
            : Duration.TryParse(text, out duration);

    private T? Read<T>(string name, Reader<T> read, string wanted)
        where T : struct => Read(Key(name), Setting(name), read, wanted);

    private static T? Read<T>(string source, string? text, Reader<T> read, string wanted)
        where T : struct => text is null ? null
            : read(text, out T value) ? value
            : throw new OptionsValidationException(Options.DefaultName, typeof(HealthListenerOptions), [$"{source} is \"{text}\": write {wanted}"]);

    private string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

    private string? Setting(string name) => configuration?[Key(name)] is { Length: > 0 } value ? value : null;

    private static string Key(string name) => $"{HealthListenerOptions.SectionName}:{name}";
}
