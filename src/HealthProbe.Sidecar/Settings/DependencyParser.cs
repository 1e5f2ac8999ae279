using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HealthProbe.Sidecar.Settings;

/// <summary>The grammar of a dependency.</summary>
internal static class DependencyParser
{
    public static bool TryParse(string text, [NotNullWhen(true)] out DependencySettings? settings, [NotNullWhen(false)] out string? mistake)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        (settings, mistake) = (null, equals < 1 ? $"{Quoted.Of(text)} has no name: write name=target" : null);
        return mistake is null && TryParse(text[..equals], text[(equals + 1)..], out settings, out mistake);
    }

    public static bool TryParseWorkerProbe(string text, [NotNullWhen(true)] out DependencySettings? settings, [NotNullWhen(false)] out string? mistake) =>
        TryParse("workers", text, out settings, out mistake);

    private static bool TryParse(string name, string text, [NotNullWhen(true)] out DependencySettings? settings, [NotNullWhen(false)] out string? mistake)
    {
        string[] parts = text.Split(';');
        settings = null;
        if (!Target.TryParse(parts[0], out Target? target, out mistake))
        {
            return false;
        }

        settings = new DependencySettings { Name = name, Target = target.ToString(), Probe = ProbeFactory.Create(target) };
        foreach (string part in parts[1..])
        {
            string[] words = part.Split('=');
            string value = words.Length > 1 ? words[1] : "";
            settings = words[0] switch
            {
                "critical" => settings with { IsCritical = value == "true" },
                "timeout" when Duration.TryParse(value, out TimeSpan timeout) => settings with { Timeout = timeout },
                "period" when Duration.TryParse(value, out TimeSpan period) => settings with { Period = period },
                "failures" => settings with { Failures = int.Parse(value, CultureInfo.InvariantCulture) },
                _ => settings with { Successes = int.Parse(value, CultureInfo.InvariantCulture) },
            };
        }

        return true;
    }
}
