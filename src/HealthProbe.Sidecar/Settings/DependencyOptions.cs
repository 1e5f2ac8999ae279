using HealthProbe.Protocols;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Sidecar.Settings;

/// <summary>What may stand after a target, and its readers.</summary>
internal sealed class DependencyOptions(DependencySettings defaults)
{
    private static readonly string[] OfAll = ["critical", "timeout", "period", "failures", "successes", "backoff"];
    private static readonly string[] OfHttp = ["status", "json", "contains"];
    private static readonly string[] OfTls = ["insecure", "cacert"];

    private const string OfFiles = "max-age";

    private TimeSpan? _maxAge;
    private HttpOptions _http = new();
    private TlsOptions _tls = SystemTrustStore.CreateOptions();

    public static IReadOnlyList<string> Names { get; } = [.. OfAll, .. OfHttp, .. OfTls, OfFiles];

    public DependencySettings Settings { get; private set; } = defaults;

    public ProbeOptions Probe => new() { Http = _http, Tls = _tls, MaxAge = _maxAge, Transport = SidecarTransport.Instance };

    /// <summary>The options that have an effect on a target.</summary>
    public static IReadOnlyList<string> NamesFor(Target target, ProbeOptions options, ProtocolRegistry protocols) =>
    [
        .. OfAll,
        .. protocols.Offers(target, options, OptionUse.Http) ? OfHttp : [],
        .. protocols.Offers(target, options, OptionUse.Tls) ? OfTls : [],
        .. protocols.Offers(target, options, OptionUse.Age) ? [OfFiles] : Array.Empty<string>(),
    ];

    /// <summary>Reads one of <see cref="Names"/>.</summary>
    /// <returns>What to write instead, or null.</returns>
    public string? Set(string name, string value)
    {
        string? mistake;
        switch (name)
        {
            case "critical":
                Settings = Settings with { IsCritical = ReadFlag(value, out mistake) };
                return mistake;
            case "timeout":
                Settings = Settings with { Timeout = ValueReader.Duration(value, out mistake) };
                return mistake;
            case "period":
                Settings = Settings with { Period = ValueReader.Duration(value, out mistake) };
                return mistake;
            case "failures":
                Settings = Settings with { Failures = ValueReader.Count(value, out mistake) };
                return mistake;
            case "successes":
                Settings = Settings with { Successes = ValueReader.Count(value, out mistake) };
                return mistake;
            case "backoff":
                Settings = Settings with { BacksOff = ReadFlag(value, out mistake) };
                return mistake;
            default:
                Settings = Settings with { Conditions = [.. Settings.Conditions, new(name, value)] };
                return SetCondition(name, value.Replace("%3B", ";", StringComparison.OrdinalIgnoreCase));
        }
    }

    private string? SetCondition(string name, string value)
    {
        string? mistake = null;
        switch (name)
        {
            case "status":
                mistake = StatusRanges.TryParse(value, out StatusRanges? status) ? null : $"{Quoted.Of(value)} is no set of status codes: write for example 200-299,304";
                _http = _http with { Status = status ?? StatusRanges.Success };
                break;
            case "json":
                _ = JsonCheck.TryParse(value, out JsonCheck? check, out mistake);
                _http = _http with { Json = check is null ? [] : [check] };
                break;
            case "contains":
                _http = _http with { Contains = ValueReader.Text(value, out mistake) };
                break;
            case "insecure":
                _tls = _tls with { Insecure = ReadFlag(value, out mistake) };
                break;
            case "cacert":
                _tls = _tls with { Roots = StartFile.ReadRoots(value, out mistake) };
                break;
            case OfFiles:
                _maxAge = ValueReader.Duration(value, out mistake);
                break;
        }

        return mistake;
    }

    private static bool ReadFlag(string text, out string? mistake)
    {
        mistake = text is "true" or "false" ? null : $"{Quoted.Of(text)} is neither on nor off: write true or false";
        return text == "true";
    }
}
